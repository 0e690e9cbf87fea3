# Who is asked, and when: one at a time, the next after a no or two hours, those
# who said yes first when a place is free, and several tasks together.
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
submit  "Se, hvordan det bliver"  funktion=pakning  niveau=2  dag=2026-12-04  fra=09:00  til=12:00  antal=1  loen=145  loendag=2026-12-31  moedested=Bagindgangen i gården
submit  "Opret opgaven"
see     303 /opgaver/{t}
tick
sms     4520000102  ~ Svar JA, NEJ eller RING inden tirsdag kl 11.15
sms     4520000011  ~ åben nu
nosms

# A no: the next is asked, and nobody else.
reply   4520000102  NEJ
tick
sms     4520000102  ~ Det er helt i orden.
mail    mia@post.example  Vil du pakke varer fredag 4/12?
maillink {l}
nosms

# Two hours without an answer: the one after that. Mia is not written to.
turn    +130m
tick
sms     4520000109  ~ Svar JA, NEJ eller RING
nosms
db "SELECT count(*) FROM outbox WHERE kind = 'offer'"  = 3

# Her yes comes late, and the place is still free: it is hers.
as      mia
get     {l}
submit  "Jeg vil gerne alligevel"
see     "Opgaven er din"
tick
mail    mia@post.example  Opgaven er din
sms     4520000011  ~ Godt nyt: Mia kommer
reply   4520000109  JA
tick
sms     4520000109  = Tak for dit ja, Yusuf. Opgaven er gået til en anden denne gang. Du er nr 1 på ventelisten. Vi skriver, hvis der bliver plads.

# She gives it up: who stands in line is asked at once, and nobody new.
get     {l}
submit  "Jeg kan ikke alligevel"
tick
mail    mia@post.example  Svar om din opgave
mailbody  [text/calendar vagt.ics CANCEL]
sms     4520000011  ~ Mia kan desværre ikke komme
sms     4520000109  ~ Nu er der plads. Vil du stadig pakke varer hos Bager Bech, Holstebro, fredag 4/12 kl 9-12, 145 kr/t? Svar JA eller NEJ inden
nosms
reply   4520000109  JA
tick
sms     4520000109  ~ Opgaven er din
sms     4520000011  ~ Godt nyt: Yusuf kommer
reply   4520000102  JA
tick
sms     4520000102  = Tak for dit ja, Amir. Opgaven var desværre lukket, da dit svar kom. Det gør ikke noget. Vi spørger igen en anden gang.
nosms

# Two tasks of an evening: nobody is woken, and in the morning each asks
# somebody of its own.
now     2026-12-01 20:30
as      anne
get     /opgaver/ny?vis=0
submit  "Se, hvordan det bliver"  funktion=pakning  niveau=2  dag=2026-12-07  fra=09:00  til=12:00  antal=1  loen=145  loendag=2026-12-31  moedested=Bagindgangen i gården
submit  "Opret opgaven"
see     303 /opgaver/{u}
get     /opgaver/ny?vis=0
submit  "Se, hvordan det bliver"  funktion=pakning  niveau=2  dag=2026-12-08  fra=09:00  til=12:00  antal=1  loen=145  loendag=2026-12-31  moedested=Bagindgangen i gården
submit  "Opret opgaven"
see     303 /opgaver/{v}
tick
sms     4520000011  ~ åben nu
sms     4520000011  ~ åben nu
nosms
get     /opgaver/{u}
see     "Vi spørger de første onsdag kl 8."
now     2026-12-02 08:01
tick
db "SELECT count(*) FROM offer WHERE task_id = {u} AND state = 'asked'"  = 1
db "SELECT count(*) FROM offer WHERE task_id = {v} AND state = 'asked'"  = 1
db "SELECT count(DISTINCT citizen_id) FROM offer WHERE state = 'asked'"  = 2

# Another time is another question, and the old one is no more.
get     /opgaver/{u}/tid
submit  "Gem den nye tid"  dag=2026-12-10  fra=09:00  til=11:00
see     303 /opgaver/{u}
tick
db "SELECT count(*) FROM offer WHERE task_id = {u} AND moved = 0 AND state = 'asked'"  = 0
db "SELECT count(*) FROM offer WHERE task_id = {u} AND moved = 1 AND state = 'asked'"  = 1
