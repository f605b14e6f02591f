"""First names that many people in Norway and Denmark bear, without those that are ordinary words too.

Written down from general knowledge, not taken from any register. A text with one of them may name
somebody; a text without any may do so all the same.
"""

from __future__ import annotations

LISTED = """
aage adrian agnes aksel albert aleksander alexander alf alfred amalie amanda amina anders andrea andreas ane
anette anita anja ann anna anne annette anton arild arne arnt arvid asbjørn astrid atle aud benjamin bente
berit bernt birger birgit birgitte bjarne bjørg bjørn bodil brit britt camilla carina carl caroline cathrine
cecilie charlotte christian christina christine christoffer christopher daniel david ebba egil einar eirik
eivind elena elias elin elisabeth elise ella ellen emil emilie emma endre erik erlend erling espen ester eva
eystein fatima filip flemming fredrik frida frode frøydis geir georg gerd gina gitte gorm grete grethe
gudrun gunhild gunn gunnar guri guro gustav hanna hannah hanne harald harriet hassan hedda hege heidi helene
helge helle henning henriette henrik henry hilde hildegunn håkon håvard ibrahim ida inga inge ingeborg inger
ingrid ingunn irene isabella ivar iver jacob jakob janne jannicke jarle jeanette jenny jens jeppe jesper
joachim joakim johan johanna johannes john johnny jon jonas jonathan jorunn josefine julia julie jørgen jørn
kai karen kari karianne karin karina karl karoline kasper katarina kathrine katrine kenneth kim kirsten
kirsti kitty kjell kjersti kjetil klara klaus knud knut kolbjørn kristian kristin kristina kristine
kristoffer kåre laila lars lasse leif lena lene leon leonora linn linnea lisa lisbeth liselotte louise lucas
ludvig lukas mads magne magnhild magnus maja malene malin marcus maren margit margrethe mari maria marianne
marie marit marius markus marte martha martin martine mathias mathilde matias mats maud maya merete michael
mikael mikkel mogens mohamed mohammad mohammed mona monica monika morten nikolai nils nina njål nora norunn
oda oddbjørn oddvar olaf olav ole olga oliver olivia oscar oskar ottar otto patrick paul peder peter petra
petter philip pia poul preben ragna ragnar ragnhild randi rasmus rebecca reidar reidun renate rikke rita
robert roger rolf ronny runa ruth sander sandra sara sarah sebastian selma sigmund signe sigrid sigurd silje
simen simon sindre siri sissel sofia sofie solfrid solveig sondre steinar stian stine susanne svein sven
svend synne synnøve søren tarjei terje thea theodor therese thomas thor thorbjørn tina tobias tomas tonje
torbjørn tore torgeir torhild torill torleif torstein torunn tove trine trond trude truls trygve turid tuva
ulf ulla ulrik unni ursula vegar vegard veronika vetle vibeke victoria vidar vigdis viggo viktor viktoria
vilhelm wenche wilhelm william ylva yngve yusuf åge åse åshild åsmund øivind øystein øyvind
"""
FIRST_NAMES = frozenset(LISTED.split())
