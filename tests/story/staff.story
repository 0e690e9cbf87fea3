# The mentor's telephone is gone: the administrator lets them in again, and
# whoever found the telephone is outside.
now     2026-12-01 09:05
load    demo
start
as      thief
get     /log-ind
submit  "Send mig en kode"  email=jonas@holstebro.example
tick
mail    jonas@holstebro.example  Din kode
mailbody  Din kode er {code}
submit  "Log ind"  kode={code}
see     "Koden fra din app"
submit  "Log ind"  kode=000001
see     422 "Koden passer ikke"
app     jonas@holstebro.example {app}
submit  "Log ind"  kode={app}
see     "Opfølgning"
as      karen
get     /log-ind
submit  "Send mig en kode"  email=karen@holstebro.example
tick
mail    karen@holstebro.example  Din kode
mailbody  Din kode er {code2}
submit  "Log ind"  kode={code2}
app     karen@holstebro.example {app2}
submit  "Log ind"  kode={app2}
# A quarter of an hour later she is asked who she is, and goes on from there.
turn    +15m
click   "Personer og roller"
click   "Jonas Friis"
no      "Tilmeldingskode"
submit  "Nulstil login"
see     401 "Er det stadig dig?"
app     karen@holstebro.example {app3}
submit  "Det er mig"  bevis={app3}
see     "Tilmeldingskode: "
nolog   {code}
tick
mail    jonas@holstebro.example  Der er ændret i, hvordan du logger ind
nomail
# Wherever Jonas was signed in, nobody is any more, and the old app is no help.
as      thief
get     /opfoelgning
see     "Log ind"
as      jonas
get     /log-ind
submit  "Send mig en kode"  email=jonas@holstebro.example
tick
mail    jonas@holstebro.example  Din kode
mailbody  Din kode er {code4}
submit  "Log ind"  kode={code4}
see     "Forbind en app"
app     jonas@holstebro.example {app4}
submit  "Forbind og log ind"  kode={app4}  tilmelding=k7qx-2m9p-4tzw
see     422 "En af koderne passer ikke"
# The last administrator cannot leave.
as      karen
click   "Personer og roller"
click   "Karen Vig" after "Tilføj en person"
no      "Nulstil login"
submit  "Afslut i dag: Administrator"
see     422 "Der skal være mindst én administrator"
# No code was ever sent to a telephone.
nosms
