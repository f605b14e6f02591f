-- Tables with columns as wide as what stands in them, on a page of A4.
-- Pandoc would share out the width by the dashes of the Markdown, Word evenly.

local CAPACITY = FORMAT == "typst" and 116 or 104 -- characters of table type in a line
local PADDING = FORMAT == "typst" and 2 or 3 -- characters' width between two columns
local SHORT_TABLE = 14 -- rows that are kept on one page
local READABLE = 16 -- characters in a line below which text is left only where numbers cannot give way

local function text_of(cell)
  return pandoc.utils.stringify(cell.contents)
end

local function longest_word(text)
  local longest = 0
  for word in text:gmatch("[^ ]+") do
    longest = math.max(longest, utf8.len(word))
  end
  return longest
end

-- A hash is set as code.
local function set_hashes(tbl)
  return tbl:walk({
    Str = function(text)
      if #text.text == 64 and text.text:match("^%x+$") then
        return pandoc.Code(text.text)
      end
    end,
  })
end

-- A row that names a group of rows has only a first cell, in bold; it takes the width of the table.
local function widen_headings(tbl)
  for _, row in ipairs(tbl.bodies[1].body) do
    local first = row.cells[1]
    local block = first.contents[1]
    local others = {}
    for place = 2, #row.cells do
      others[#others + 1] = text_of(row.cells[place])
    end
    if block and block.content[1] and block.content[1].t == "Strong" and table.concat(others) == "" then
      first.col_span = #row.cells
      first.contents = { pandoc.Div(first.contents, { ["custom-style"] = "Row Heading" }) }
      row.cells = { first }
    end
  end
end

-- What each column would like, and the least it can do with, in characters.
local function measure(tbl)
  local wanted, least = {}, {}
  for column, cell in ipairs(tbl.head.rows[1].cells) do
    local heading = text_of(cell)
    least[column] = longest_word(heading) + 1
    wanted[column] = math.max(least[column], utf8.len(heading) // 2 + 2)
  end
  for _, row in ipairs(tbl.bodies[1].body) do
    for column, cell in ipairs(row.cells) do
      if cell.col_span == 1 then
        wanted[column] = math.max(wanted[column], utf8.len(text_of(cell)))
        least[column] = math.max(least[column], longest_word(text_of(cell)))
      end
    end
  end
  return wanted, least
end

local function sum(numbers)
  local total = 0
  for _, number in ipairs(numbers) do
    total = total + number + PADDING
  end
  return total
end

-- Text gives way before numbers do, the longest first; `may_shrink` chooses the columns.
local function shrink(widths, least, may_shrink)
  while sum(widths) > CAPACITY do
    local widest
    for column, width in ipairs(widths) do
      if may_shrink(column) and width > least[column] and (not widest or width > widths[widest]) then
        widest = column
      end
    end
    if not widest then
      return
    end
    widths[widest] = widths[widest] - 1
  end
end

local function set_widths(tbl)
  local widths, least = measure(tbl)
  local is_text = function(column) return tbl.colspecs[column][1] == "AlignLeft" end
  local readable = {}
  for column, width in ipairs(least) do
    readable[column] = is_text(column) and math.max(width, READABLE) or width
  end
  shrink(widths, readable, is_text)
  shrink(widths, readable, function() return true end)
  shrink(widths, least, is_text)
  local line = math.max(CAPACITY, sum(widths))
  for column, width in ipairs(widths) do
    tbl.colspecs[column][2] = (width + PADDING) / line
  end
end

function Table(tbl)
  tbl = set_hashes(tbl)
  widen_headings(tbl)
  set_widths(tbl)
  if FORMAT ~= "typst" then
    return tbl
  end
  local whole = #tbl.bodies[1].body <= SHORT_TABLE
  local before = whole and "#[#show figure: set block(breakable: false)" or "#[#make-room(40mm)"
  return { pandoc.RawBlock("typst", before), tbl, pandoc.RawBlock("typst", "]") }
end
