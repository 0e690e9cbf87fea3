# One place and, as it is for tomorrow, three are asked. Everybody who says yes
# is told the truth, and exactly one comes.
now     2026-12-01 10:05
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
submit  "Se, hvordan det bliver"  funktion=pakning  niveau=1  dag=2026-12-02  fra=09:00  til=11:00  antal=1  loen=150  loendag=2026-12-31  moedested=Bagindgangen i gården
submit  "Opret opgaven"
see     303 /opgaver/{t}
tick
sms     4520000102  ~ Svar JA, NEJ eller RING
sms     4520000109  ~ Svar JA, NEJ eller RING
mail    mia@post.example  Vil du pakke varer onsdag 2/12?
maillink {l}
sms     4520000011  ~ er åben nu
mail    anne@bagerbech.example  er åben

# Looking at the link changes nothing, however often and by whatever.
as      mia
get     {l}
see     "Hej Mia. Vil du pakke varer?"
nowhere "Småjob"
head    {l}
options {l}
get     {l}
db "SELECT count(*) FROM offer WHERE state = 'asked'"  = 3

# Yusuf by SMS and Mia by link, at the same time as far as anyone can tell.
reply   4520000109  JA
submit  "Ja tak"
see     "Opgaven er din"
tick
mail    mia@post.example  Opgaven er din onsdag 2/12 kl 9-11
mailbody  Kan du ikke alligevel? Det er helt ok. Sig til her: {away}
mailbody  [text/calendar vagt.ics]
sms     4520000109  = Tak for dit ja, Yusuf. Opgaven er gået til en anden denne gang. Du er nr 1 på ventelisten. Vi skriver, hvis der bliver plads.
reply   4520000102  ja
tick
sms     4520000102  ~ Du er nr 2 på ventelisten.
db "SELECT taken, places, state FROM task WHERE id = {t}"  = 1|1|full
db "SELECT count(*) FROM engagement WHERE state = 'agreed'"  = 1

# Pressing again says the same; pressing the other thing is an AFBUD, and the
# place is asked about again.
get     {l}
see     "Opgaven er din"
submit  "Jeg kan ikke alligevel"
see     "Tak, fordi du sagde til"
tick
sms     4520000011  ~ Godt nyt: Mia kommer
sms     4520000011  ~ Mia kan desværre ikke komme onsdag 2/12 kl 9-11. Vi spørger en anden nu
# Both who wait are asked again, as it is for tomorrow. Amir is the first to say
# yes, and now it is his.
sms     4520000109  = Nu er der plads. Vil du stadig pakke varer hos Bager Bech, Holstebro, onsdag 2/12 kl 9-11, 150 kr/t? Svar JA eller NEJ inden tirsdag kl 12.15. Nej er ok.
sms     4520000102  ~ Nu er der plads. Vil du stadig pakke varer
reply   4520000102  Ja
tick
sms     4520000102  ~ Opgaven er din
