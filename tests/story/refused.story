# What is typed wrong is kept and said beside its field; what is not allowed
# is not there.
now     2026-12-01 09:05
load    demo
start folder
as      anne
get     /opgaver
see     "Log ind"
get     /log-ind
submit  "Send mig en kode"  email=anne
see     422 "Skriv en e-mailadresse"
submit  "Send mig en kode"  email=anne@bagerbech.example
tick
mail    anne@bagerbech.example  Din kode
mailbody  Din kode er {code}
submit  "Log ind"  kode=000000
see     422 "Koden passer ikke"
submit  "Log ind"  kode={code}  husk=1
get     /opgaver/ny?vis=0
submit  "Se, hvordan det bliver"
see     422 "Vælg, hvad der skal laves"
see     "Opgaver uden løn kan ikke oprettes"
submit  "Se, hvordan det bliver"  funktion=pakning  titel=æøå <b>"&'  niveau=2  dag=2026-11-30  fra=09:00  til=12:00  antal=1  loen=-145  loendag=2026-12-31  moedested=Ring til 010190-1234
see     422 "Skriv lønnen i kroner"
see     "Der stod et personnummer. Vi har slettet det."
nowhere "010190-1234"
field   titel  æøå <b>"&'
field   moedested  Ring til ******-****
submit  "Se, hvordan det bliver"  loen=145  moedested=Bagindgangen
see     422 "Tidspunktet er gået"
submit  "Se, hvordan det bliver"  dag=2026-12-03  sted=Jobcenter Holstebro
see     422 "Højst 18 tegn"
submit  "Se, hvordan det bliver"  sted=Jobcentret
see     422 "Skriv det på en anden måde"
submit  "Se, hvordan det bliver"  sted=Plejecenter Åglimt  titel=i den store afdelin  by=Bækmarksbr  fra=09:30  til=12:30
see     422 "Det fylder for meget i en SMS"
submit  "Se, hvordan det bliver"  sted=Bager Bech  titel=til jul 🎄  by=Holstebro
see     422 "bogstaver, som ikke kan stå i en SMS"
db "SELECT count(*) FROM task"  = 0
submit  "Se, hvordan det bliver"  titel=til jul
submit  "Ret noget"
field   titel  til jul
submit  "Se, hvordan det bliver"
submit  "Opret opgaven"
see     303 /opgaver/{t}

# Another firm's task is not there, nor is the staff's page.
get     /venter
see     404 "Siden findes ikke"
as      rikke
get     /log-ind
submit  "Send mig en kode"  email=rikke@hotelvest.example
tick
mail    rikke@hotelvest.example  Din kode
mailbody  Din kode er {code2}
submit  "Log ind"  kode={code2}
get     /opgaver/{t}
see     404
nowhere "Bager"

# Without the page's own token, or from another site, nothing is changed.
post    /opgaver  csrf=x
see     403
as      stranger
get     /log-ind
send    Sec-Fetch-Site  cross-site
post    /log-ind  email=anne@bagerbech.example
see     403
# A code is for the browser that asked for it.
post    /log-ind  email=anne@bagerbech.example
tick
mail    anne@bagerbech.example  åben
mail    anne@bagerbech.example  Din kode
mailbody  Din kode er {code3}
as      thief
get     /log-ind/kode
submit  "Log ind"  kode={code3}
see     422 "Koden passer ikke"

# A hook with a wrong word in its path is not there, and is written down.
get     /hook/kannel/deadbeef/report?ref=1&type=1
see     404
log     hook.refused
nolog   deadbeef
