# A bakery calls off one of two places in good time, and the rest on the very
# morning: who comes is told, paid and rung, and is never told why.
now     2026-12-01 09:05
load    demo
start
as      anne
get     /log-ind
submit  "Send mig en kode"  email=anne@bagerbech.example
tick
mail    anne@bagerbech.example  Din kode
mailbody  Din kode er {code}
submit  "Log ind"  kode={code}  husk=1
get     /opgaver/ny?vis=0
submit  "Se, hvordan det bliver"  funktion=pakning  niveau=1  dag=2026-12-03  fra=09:00  til=12:00  antal=2  loen=145  loendag=2026-12-31  moedested=Bagindgangen i gården
submit  "Opret opgaven"
see     303 /opgaver/{t}
tick
sms     4520000102  ~ Svar JA, NEJ eller RING
sms     4520000109  ~ Svar JA, NEJ eller RING
sms     4520000011  ~ er åben nu
mail    anne@bagerbech.example  er åben
reply   4520000102  JA
reply   4520000109  JA
tick
sms     4520000102  ~ Opgaven er din
sms     4520000109  ~ Opgaven er din
sms     4520000011  ~ Amir kommer
sms     4520000011  ~ Yusuf kommer
mail    anne@bagerbech.example  Amir kommer
mail    anne@bagerbech.example  Yusuf kommer

# One is enough.
get     /opgaver/{t}
click   "Aflys pladsen til Yusuf"
see     "Der er mindst 24 timer til, så det koster ikke noget."
submit  "Aflys pladsen til Yusuf"  ord=Ordren blev mindre
see     422 "Ret én ting"
submit  "Aflys pladsen til Yusuf"  grund=ordre  ord=Ordren blev mindre
see     303 /opgaver/{t}
see     "1 af 1 har sagt ja"
no      "Yusuf"
tick
sms     4520000109  = Hej Yusuf. Stedet har desværre aflyst torsdag 3/12 kl 9-12. Du behøver ikke møde. Det handler ikke om dig. Vi skriver, når der er noget nyt.
mail    anne@bagerbech.example  Aflyst: Yusuf kommer ikke torsdag 3/12
mailbody  [text/calendar vagt.ics CANCEL]
reply   4520000109  JA
tick
sms     4520000109  ~ Opgaven var desværre lukket, da dit svar kom.

# It is at another door: who comes is told, and need not answer.
get     /opgaver/{t}
click   "Ret opgaven"
submit  "Gem rettelsen"  moedested=
see     422 "Ret én ting"
submit  "Gem rettelsen"  moedested=Porten mod nord
see     "Porten mod nord"
tick
sms     4520000102  = Bager Bech har rettet opgaven torsdag 3/12 kl 9-12. Spørg efter Anne, 20 00 00 11. Mødested: Porten mod nord

# And then none, when Amir may be on his way: before seven in the morning.
now     2026-12-03 06:30
get     /opgaver/{t}
click   "Aflys opgaven"
see     "435 kr. før skat i alt"
submit  "Aflys opgaven og betal 435 kr."  grund=moede
see     303 /opgaver/{t}
see     "Aflyst"
tick
sms     4520000102  = Hej Amir. Stedet har desværre aflyst torsdag 3/12 kl 9-12. Du behøver ikke møde, og du får løn for de aftalte timer. Det handler ikke om dig.
mail    anne@bagerbech.example  Aflyst: Amir kommer ikke torsdag 3/12
nosms
as      mette
get     /log-ind
submit  "Send mig en kode"  email=mette@holstebro.example
tick
mail    mette@holstebro.example  Din kode
mailbody  Din kode er {code2}
submit  "Log ind"  kode={code2}
app     mette@holstebro.example {app}
submit  "Log ind"  kode={app}
see     "Ring: opgaven er aflyst: Amir Haddad"

# The hours stand where all hours stand; nobody asks how long it was.
now     2026-12-03 13:05
tick
as      anne
get     /timer?maaned=2026-12
see     "435 kr."
no      "Skriv timerne"
nosms
