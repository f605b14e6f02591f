"""Sentences of nobody, by the code they belong under: what the made-up focus groups say.

Every sentence is invented. `{folk}` are those the case is for, `{tiltak}` what it does and `{sted}` where, as
`talk_design` has them; the other slots are filled from `small_talk`. What is hard to do well has sentences of
its own under `HARD`, beside a sentence on what hinders it.
"""

from __future__ import annotations

PHRASES: dict[str, tuple[str, ...]] = {
    "openness": (
        "Vi sa ja til et forslag som virket helt sprøtt {tid}, og det er vi glade for nå.",
        "Alle kan stikke hodet inn og spørre, og ingen må vite hva de vil på forhånd.",
        "Det vi fant ut {tid}, la vi fram for hele gjengen, også det som ikke virket.",
        "Noen holdt kortene tett til brystet {tid}, og da stoppet praten om {tiltak}.",
    ),
    "democracy": (
        "Det var {folk} som stemte over planen {tid}, ikke vi.",
        "Vi hører på {folk}, men til slutt er det {enhet} som bestemmer.",
        "Partnerne har {antall} stemmer hver i gruppa, og det merkes.",
        "Hvem som får si {ord} til slutt, er blitt annerledes etter {tid}.",
    ),
    "creativity": (
        "Så prøvde vi å snu hele opplegget på hodet {tid}, bare for å se.",
        "Vi tegnet {antall} varianter av {tiltak} på en tavle og kastet alle unntatt én.",
        "Det blir fort som det alltid har vært, og da finner vi ikke på noe nytt.",
        "En kveld {tid} satt vi og fantaserte om {tiltak}, og noe av det ble virkelig.",
    ),
    "leadership": (
        "Hun som holder i trådene, passer på at ingen faller ut.",
        "Når det butter imot, er det alltid én av oss som samler de andre igjen.",
        "Ingen styrer dette alene, men noen må holde retningen, og det gjør vi på skift.",
        "Det mangler en som tar vare på gruppa når {enhet} er opptatt med annet.",
    ),
    "equality": (
        "Vi setter oss ned som likemenn og blir enige om hva som er rimelig.",
        "De lytter like mye til oss i {tiltak} som vi til dem.",
        "Avtalen ble til over bordet {tid}, linje for linje, og begge kunne si nei.",
        "Her er det ingen som er bare leverandør lenger.",
    ),
    "shared_goals": (
        "Vi vil det samme, at {folk} skal ha noe å stå opp til.",
        "Målet flyttet seg {tid}, og det ble vi enige om sammen.",
        "Spør du hvem som helst av oss hva {tiltak} skal føre til, får du samme svar.",
        "Vi brukte {antall} møter på å finne ut hva vi egentlig ville.",
    ),
    "communication": (
        "Vi snakker sammen {ofte}, og vi sier det som det er.",
        "Er det noe, så ringer vi hverandre samme dag.",
        "Vi fikk et felles ord for det, {ord}, og da ble det lettere å snakke om {tiltak}.",
        "Naboene får vite hva som skjer {sted}, for vi skriver om det {ofte}.",
        "Jeg kan sende en melding med en 🙂 og få svar før lunsj.",
        "Praten over kaffekoppen på kafe\u0301en er like viktig som møtene.",
    ),
    "anchoring": (
        "Vi går opp til {enhet} {ofte} og forteller, så de vet hva de støtter.",
        "Vi tok saken inn i planverket {tid}, med vilje.",
        "Jeg bruker mye tid på å få kollegene mine med på {tiltak}.",
        "Vi inviterte bygda inn {tid} for at folk skulle kjenne at {tiltak} er deres.",
    ),
    "facilitation": (
        "Møtene har fast tid og fast sted, og én av oss skriver ned hva vi ble enige om.",
        "Vi fikk frigjort en halv dag i uka til {tiltak}, og det er gull verdt.",
        "Hun lager en enkel plan for hvem som gjør hva {sted} neste uke.",
        "Vi begynner alltid med en runde rundt bordet, så alle får sagt noe.",
    ),
    "resource_focus": (
        "Vi spør hva {folk} kan, ikke hva de mangler.",
        "Det første vi ser etter, er hva de har lyst til å få til {sted}.",
        "Han kunne mer om dette enn noen av oss 👩\u200d🌾, og da lot vi ham styre.",
        "Når {folk} får bruke det de er gode til, går resten lettere.",
    ),
    "complementary_competence": (
        "Hun kan regnskap, jeg kan folk, og {folk} vet hvordan det kjennes.",
        "Fagfolkene lærte noe de ikke hadde lest i bøkene, for {folk} har levd det.",
        "Vi har {antall} yrker rundt bordet, og det er derfor {tiltak} virker.",
        "Den ene ser pengene og den andre ser menneskene, og vi trenger begge deler.",
    ),
    "organisational": (
        "Saken må innom {antall} avdelinger før noen kan si ja, og ingen av dem eier den.",
        "De som sitter her, har ikke fullmakt til å bestemme noe om {tiltak}.",
        "Så ble det omorganisert igjen {tid}, og da måtte vi begynne forfra.",
        "Rutinene er laget for hver enhet for seg, ikke for noe vi gjør i lag.",
    ),
    "legal": (
        "Vi vet ikke om vi har lov til å kjøpe dette uten anbud, så vi venter.",
        "Reglene for taushetsplikt gjør at vi ikke får dele det vi vet om {folk}.",
        "Kontrakten sier én ting og loven kanskje en annen, og ingen vil svare oss.",
        "Som myndighet må vi behandle alle likt, og da er det grenser for hva vi kan love.",
    ),
    "financial": (
        "Pengene varer til {slutt}, og ingen vet hva som skjer etterpå.",
        "Det finnes midler, men de er bundet til noe helt annet enn {tiltak}.",
        "Vi søkte om støtte {antall} ganger og fikk nei hver gang.",
        "Gevinsten kommer på et annet budsjett enn utgiften, og da er det ingen som vil betale.",
    ),
    "cultural": (
        "Det sitter i veggene at vi ordner opp selv og ikke spør andre.",
        "Noen av fagfolkene mener at {folk} ikke har noe i et slikt møte å gjøre.",
        "De snakker om resultater, vi om mennesker, og så himler vi litt med øynene begge to 🙄.",
        "Det er ikke lett å slippe inn andre på noe en har gjort alene i tjue år.",
    ),
    "municipal_role": (
        "Kommunen er mest vert her, den låner ut rommet og lar oss holde på.",
        "Før var kommunen den som bestilte, nå sitter den rundt bordet {sted}.",
        "Jeg vet ikke om vi er partner eller kontrollør i {tiltak}, kanskje begge deler.",
        "Kommunen åpner dører for oss, og så trekker den seg litt tilbake.",
    ),
    "enterprise_role": (
        "Virksomheten er den som finner på, og så får vi andre henge med.",
        "Vi er ikke leverandør her, vi er den som ser hva {folk} trenger først.",
        "Bedriften er limet i {tiltak}, for den kjenner alle.",
        "De ser oss som et firma med noe å selge, men vi driver for å få til en endring.",
    ),
    "place_to_learn": (
        "Jeg har lært mer av {folk} her enn på noe kurs.",
        "Vi prøver, ser hva som skjer, og gjør det litt annerledes neste gang.",
        "Det vi lærte {tid}, forsvant da hun sluttet, for ingen skrev det ned.",
        "De lærte oss å vente, og vi lærte dem å fylle ut skjemaer 😄.",
    ),
    "challenges": (
        "Det gikk mye tregere enn vi trodde {tid}, uten at noen kan lastes for det.",
        "Vi mistet {antall} av dem som var med fra starten, og det merkes.",
        "Teknikken sviktet {sted}, og da sto alt stille en stund.",
        "Vi bommet på hvor lang tid {tiltak} ville ta.",
    ),
    "anchoring_of_case": (
        "I dag er det {antall} ildsjeler som bærer {tiltak}, ikke flere.",
        "Nå står {tiltak} trygt, både {enhet} og folk flest regner med det.",
        "Slutter en av oss, er det ingen der til å ta over {tiltak}.",
        "Styret kjenner til {tiltak}, men ute blant folk er det nesten ukjent.",
    ),
    "initiating": (
        "Det var {folk} som kom med hele ideen, lenge før vi andre våknet.",
        "Noen av {folk} banket på døra {tid} og sa at dette måtte vi gjøre noe med.",
        "Det begynte med at {folk} selv kalte inn til møte {sted}.",
        "Det var {folk} som så problemet først.",
    ),
    "designing": (
        "Vi satt med {folk} og tegnet hvordan {tiltak} skulle bli.",
        "Halve opplegget {sted} er det {folk} som har funnet på.",
        "Planen fikk {folk} rette i {tid}, og de rettet mye.",
        "Hvordan en dag {sted} skal se ut, bestemte vi i lag med {folk}.",
    ),
    "implementing": (
        "Det er {folk} som gjør det meste av arbeidet {sted} nå.",
        "Frivillige står {sted} {ofte} og tar imot.",
        "Noen av {folk} tar vakter på linje med oss andre.",
        "Uten dem som stiller opp {ofte}, hadde det blitt stille {sted}.",
    ),
    "describing": (
        "Vi spør {folk} hvordan de har det, og så tar vi det med oss hjem.",
        "De fikk fortelle om seg selv {tid}, men hva som skulle skje, var bestemt.",
        "Svarene fra {folk} ligger i en rapport, og jeg er ikke sikker på hvem som har lest den.",
        "Vi inviterer {folk} til å si hva de synes, uten å love noe.",
    ),
    "recognising": (
        "Det {folk} vet om dette, teller like mye som det fagfolkene sier.",
        "Da {folk} sa at det ikke ville gå, endret vi planen.",
        "Vi regner erfaringene deres som kunnskap, og de står i saken til {enhet}.",
        "Det er {folk} vi hører på når vi er uenige om {tiltak}.",
    ),
    "transforming": (
        "Nå sitter {folk} i styret, og det er vi andre som spør dem.",
        "Hun kom hit som bruker og leder gruppa i dag 🌱.",
        "Etter {tid} er det {folk} som bestemmer over rommet, og vi har fått andre oppgaver.",
        "Rollene er snudd, {folk} lærer opp de nye ansatte i {tiltak}.",
    ),
    "substituting": (
        "Det frivillige gjør {sted}, var det kommunen som gjorde før.",
        "Da stillingen ble borte {tid}, tok {folk} over oppgavene gratis.",
        "Vi sparer {antall} årsverk fordi andre gjør jobben for oss.",
        "De pårørende gjør nå det tjenesten ikke rekker lenger.",
    ),
    "adding": (
        "Det {folk} gjør, kommer på toppen av det vi ellers ville ha gjort.",
        "Tilbudet {sted} er blitt mye større enn kommunen kunne fått til alene.",
        "Ingen ansatt er blitt borte, men {folk} får til noe ekstra ✨.",
        "Med {folk} på laget blir {tiltak} både bedre og morsommere.",
    ),
    "goals_reached": (
        "Vi skulle ha med {antall} stykker, og det ble flere.",
        "Det vi satte oss fore {tid}, er gjort, med unntak av én ting.",
        "Målet om å være i gang før {slutt} nådde vi ikke.",
        "Av dem som har vært {sted}, er mange kommet videre.",
    ),
    "own_judgement": (
        "Jeg er mer fornøyd enn jeg hadde trodd.",
        "For min del ble det litt mindre ut av {tiltak} enn jeg håpet.",
        "Skal jeg være ærlig, er dette det beste jeg har vært med på i jobben.",
        "Det ble ikke som vi tenkte, men jeg synes det ble bra.",
    ),
}

HARD: dict[str, tuple[str, ...]] = {
    "equality": (
        "Det er fortsatt de som bestiller og vi som leverer.",
        "Vi er ikke like sterke når vi forhandler om {tiltak}.",
        "Når det gjelder, er det {enhet} som sitter med pengene og makta.",
    ),
    "shared_goals": (
        "Vi er ikke enige om hva {tiltak} skal være godt for.",
        "Målet var tydelig {tid}, nå er det mer i det blå.",
        "Hver av oss har sitt eget mål for {tiltak}.",
    ),
    "communication": (
        "Det går uker uten at vi hører fra hverandre.",
        "Vi bruker de samme ordene, som {ord}, og mener ulike ting.",
        "Det ble ikke sagt høyt {tid}, og da ble det snakket i krokene.",
    ),
    "anchoring": (
        "Vi får ikke lederne med på møtene om {tiltak}.",
        "Det er vanskelig å få kollegene til å bry seg om {tiltak}.",
        "Vi har ikke klart å få {enhet} til å stille seg bak.",
    ),
    "facilitation": (
        "Ingen kaller inn, og da blir det ikke noe møte.",
        "Vi har ikke noe sted å være, så vi flytter rundt.",
        "Det er aldri satt av tid, alt om {tiltak} skjer på kveldstid.",
    ),
    "resource_focus": (
        "Skjemaene spør bare etter hva som er galt med {folk}.",
        "Vi havner fort i å snakke om diagnoser.",
        "Det de kan, blir det sjelden spurt om.",
    ),
    "complementary_competence": (
        "Vi har nesten samme utdanning alle sammen, og det merkes.",
        "Det {folk} kan, kommer ikke inn i rommet.",
        "Fagfolkene får det siste ordet, og så blir det smalt.",
    ),
}
