# What a citizen writes, and what is done about it.
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
submit  "Se, hvordan det bliver"  funktion=pakning  niveau=2  dag=2026-12-03  fra=09:00  til=12:00  antal=1  loen=145  loendag=2026-12-31  moedested=Bagindgangen i gården
submit  "Opret opgaven"
see     303 /opgaver/{t}
tick
sms     4520000102  ~ Svar JA, NEJ eller RING inden
sms     4520000011  ~ åben nu

# Nobody understands it: help once a day, and a person.
reply   4520000102  måske hvis det ikke regner
tick
sms     4520000102  ~ Vi forstod ikke helt dit svar. Svar JA eller NEJ til torsdag 3/12 kl 9-12.
reply   4520000102  altså jeg ved ikke rigtig
tick
nosms   4520000102
db "SELECT count(*) FROM attention WHERE kind = 'words' AND closed_at IS NULL"  = 1

# A personal number is masked before it is stored, and the sender is told.
reply   4520000102  Mit nummer er 010190-1234
tick
sms     4520000102  ~ Vi har slettet personnummeret i din SMS.

# RING holds the place; the person who rings says yes for him.
reply   4520000102  RING
tick
sms     4520000102  ~ Vi holder opgaven til dig imens.
as      mette
get     /log-ind
submit  "Send mig en kode"  email=mette@holstebro.example
tick
mail    mette@holstebro.example  Din kode
mailbody  Din kode er {code2}
submit  "Log ind"  kode={code2}
app     mette@holstebro.example {app1}
submit  "Log ind"  kode={app1}
see     "Vil gerne ringes op: Amir Haddad"
see     "20 00 01 02"
submit  "Sagde ja" after "Vil gerne ringes op: Amir Haddad"
no      "Vil gerne ringes op: Amir Haddad"
tick
sms     4520000102  ~ Opgaven er din
sms     4520000011  ~ Godt nyt: Amir kommer

# "Jeg er syg" is an AFBUD: thanked, told on, and the reason is not kept.
reply   4520000102  Jeg er syg
tick
sms     4520000102  = Tak, fordi du sagde til. Vi giver stedet besked om torsdag 3/12 kl 9-12. Du behøver ikke sige hvorfor. Vi spørger igen en anden gang.
sms     4520000011  ~ Amir kan desværre ikke komme torsdag 3/12 kl 9-12.
# Nobody came, so nobody is followed up.
db "SELECT count(*) FROM followup"  = 0

# The next is asked: Mia, who has no phone, by mail. She says no on the page.
mail    mia@post.example  Vil du pakke varer torsdag 3/12?
maillink {l}
as      mia
get     {l}
submit  "Nej tak"
see     "Et nej er helt i orden"
tick
mail    mia@post.example  Svar om din opgave

# STOP: one receipt, and not another word, though a question was open.
sms     4520000109  ~ Svar JA, NEJ eller RING
reply   4520000109  LINK
tick
sms     4520000109  ~ Dit nye link, Yusuf:
reply   4520000109  Stop.
tick
sms     4520000109  = Du får ikke flere SMS fra os. Det har ingen følger for dig. Har du en aftale om en opgave, ringer vi. Vil du have SMS igen? Svar START.
reply   4520000109  JA
tick
nosms   4520000109
db "SELECT count(*) FROM person WHERE sms = 'stop'"  = 1

# The next says no, is thanked and offered a pause, and takes it.
sms     4520000101  ~ Svar JA, NEJ eller RING
reply   4520000101  nej tak
tick
sms     4520000101  ~ Det er helt i orden. Vi spørger igen en anden gang.
reply   4520000101  PAUSE
tick
sms     4520000101  ~ Du har nu pause fra nye opgaver til tirsdag 15/12.
reply   4520000109  START
tick
sms     4520000109  ~ Nu kan vi skrive til dig.

# A stranger is told nothing about anybody.
reply   4520009999  Hej hvem er I
tick
sms     4520009999  = Vi kender ikke dette nummer. Har du et spørgsmål, så ring på 20 00 00 00 på hverdage kl 9-15. Hilsen Holstebro Kommune
reply   4520009999  JA
tick
nosms   4520009999
