-- Figures, lists and notes as each kind of document wants them.
-- A figure comes in as its SVG; the PNG of the same name lies beside it, which Word shows everywhere.

local PAGE_WIDTH, TALLEST = 17.0, 21.5 -- centimetres

local function quoted(text)
  return '"' .. text:gsub('[\\"]', '\\%0') .. '"'
end

local function as_typst(inlines)
  return (pandoc.write(pandoc.Pandoc({ pandoc.Plain(inlines) }), "typst"):gsub("%s+$", ""))
end

local function shape(image)
  local _, content = pandoc.mediabag.fetch((image.src:gsub("%.svg$", ".png")))
  local size = pandoc.image.size(content)
  return size.height / size.width
end

-- The first sentence of a caption without its full stop, and what comes after it.
local function split_sentence(inlines)
  for place, inline in ipairs(inlines) do
    if inline.t == "Str" and inline.text:match("%.$") then
      local first = pandoc.Inlines({ table.unpack(inlines, 1, place - 1) })
      first:insert(pandoc.Str(inline.text:sub(1, -2)))
      return first, pandoc.Inlines({ pandoc.Str("."), table.unpack(inlines, place + 1) })
    end
  end
  return inlines, pandoc.Inlines({})
end

-- A figure stands where it is told: a floating one makes typst 0.15 lose its tags where tables go over pages.
local function typst_figure(figure, image)
  local first, rest = split_sentence(figure.caption.long[1].content)
  return pandoc.RawBlock("typst", string.format(
    "#figure(drawing(%s, %s), kind: image, caption: told([%s], [%s]))",
    quoted(image.src), quoted(pandoc.utils.stringify(image.caption)),
    as_typst(first), as_typst(rest)))
end

local function word_figure(figure, image)
  if PAGE_WIDTH * shape(image) > TALLEST then
    image.attributes.height = TALLEST .. "cm"
  else
    image.attributes.width = PAGE_WIDTH .. "cm"
  end
  image.src = image.src:gsub("%.svg$", ".png")
  figure.content = { pandoc.Plain({ image }) }
  return figure
end

function Figure(figure)
  local image = figure.content[1].content[1]
  return FORMAT == "typst" and typst_figure(figure, image) or word_figure(figure, image)
end

function Div(div)
  if FORMAT == "typst" and div.classes:includes("note") then
    return { pandoc.RawBlock("typst", "#note["), div, pandoc.RawBlock("typst", "]") }
  end
end

-- Word would set a list without space between its points in the small type of the tables.
function BulletList(list)
  if FORMAT == "docx" then
    return list:walk({ Plain = function(plain) return pandoc.Para(plain.content) end })
  end
end
