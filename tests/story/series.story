# Every Thursday: one question for all of them, each date confirmed, moved and
# called off by itself, and the rest in one press.
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
submit  "Se, hvordan det bliver"  funktion=pakning  niveau=1  dag=2026-12-03  fra=09:00  til=12:00  til_og_med=2026-12-02  antal=1  loen=145  loendag=2026-12-31  moedested=Bagindgangen i gården
see     422 "mindst en uge efter den første"
submit  "Se, hvordan det bliver"  til_og_med=2026-12-24
see     "Hver torsdag, 4 gange: 3/12, 10/12, 17/12, 24/12"
see     "hver tor kl 9-12 fra 3/12?"
submit  "Opret opgaven"
see     303 /opgaver/{t}
get     /opgaver
see     "Hver torsdag kl 9-12. Næste gang torsdag 3/12."
tick
sms     4520000109  = Vil du pakke varer hos Bager Bech, Holstebro hver tor kl 9-12 fra 3/12? 145 kr/t. Svar JA, NEJ eller RING inden tir kl 11.15. Nej er ok.
sms     4520000011  ~ hver torsdag kl 9-12 fra 3/12 er åben nu
mail    anne@bagerbech.example  er åben
nosms

# One JA is four times.
reply   4520000109  JA
tick
sms     4520000109  ~ Opgaven er din: Bager Bech, Nørregade 4, 4 gange fra torsdag 3/12 kl 9-12.
sms     4520000011  ~ Yusuf kommer 4 gange fra torsdag 3/12 kl 9-12
mail    anne@bagerbech.example  Yusuf kommer 4 gange fra torsdag 3/12
nosms
get     /opgaver
click   "pakke varer"
see     "torsdag 24/12 kl 9-12"

# The second Thursday is an hour later: he is asked, and says when he can.
click   "torsdag 10/12 kl 9-12"
click   "Vælg en ny tid"
see     "Vi spørger dem, der har sagt ja"
submit  "Gem den nye tid"  dag=2026-12-10  fra=10:00  til=13:00
see     "Vi har spurgt, om den nye tid passer"
tick
sms     4520000109  = Ny tid: pakning i hånden torsdag 10/12 bliver kl 10-13 (før kl 9-12). Passer det? Svar JA, NEJ eller RING inden tirsdag kl 11.15. Nej er helt ok.
reply   4520000109  ja tak
tick
sms     4520000109  ~ Opgaven er din: Bager Bech, Nørregade 4, torsdag 10/12 kl 10-13.
sms     4520000011  ~ Yusuf kommer torsdag 10/12 kl 10-13
mail    anne@bagerbech.example  Yusuf kommer torsdag 10/12
nosms

# AFBUD is of the next one alone, and somebody else is asked for that day.
reply   4520000109  AFBUD
tick
sms     4520000109  ~ Vi giver stedet besked om torsdag 3/12 kl 9-12.
sms     4520000011  ~ Yusuf kan desværre ikke komme torsdag 3/12 kl 9-12
mail    anne@bagerbech.example  Yusuf kan ikke komme
sms     4520000102  ~ hos Bager Bech, Holstebro, torsdag 3/12 kl 9-12?
nosms

# What is left is called off in one press, and told once to each.
get     /opgaver
click   "pakke varer"
click   "Aflys resten"
see     "Yusuf har sagt ja"
submit  "Aflys resten af serien"  grund=ordre
see     303 /opgaver/serie/{s}
tick
sms     4520000109  = Hej Yusuf. Stedet har desværre aflyst torsdag 10/12 kl 10-13 og 2 til. Du behøver ikke møde. Det handler ikke om dig. Vi skriver, når der er noget nyt.
mail    anne@bagerbech.example  Aflyst: Yusuf kommer ikke torsdag 10/12
nosms
