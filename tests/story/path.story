# The whole path: a baker posts a task, a citizen answers an SMS, hours are
# confirmed, a mentor is reminded until the follow-up is done.
now     2026-12-01 09:05
load    demo
start

# 1. Anne signs in with a code and posts a task for Thursday.
as      anne
get     /log-ind
submit  "Send mig en kode"  email=anne@bagerbech.example
tick
mail    anne@bagerbech.example  Din kode
mailbody  Din kode er {code}
submit  "Log ind"  kode={code}  husk=1
see     "Jeres opgaver"
click   "Opret en opgave"
see     "Trin 1 af 3"
submit  "Næste"  funktion=pakning  titel=til jul  niveau=2
see     303 /opgaver/kladde/{d}?vis=2
get     /opgaver/kladde/{d}?vis=2
see     "Trin 2 af 3"
submit  "Næste"  dag=2026-12-03  fra=09:00  til=12:00  antal=1
get     /opgaver/kladde/{d}?vis=3
submit  "Se, hvordan det bliver"  loen=145  loendag=2026-12-31  moedested=Bagindgangen i gården
see     "Vil du pakke varer til jul hos Bager Bech, Holstebro"
see     "af 160 tegn"
submit  "Opret opgaven"
see     303 /opgaver/{t}
get     /opgaver/{t}
see     "Vi spørger de første nu"
no      "Amir"

# 3. One place is open, so one person is asked; the one it suits best.
tick
sms     4520000011  ~ er åben nu
get     /opgaver/{t}
see     "Vi har spurgt og venter på svar"
no      "Amir"
sms     4520000102  = Vil du pakke varer til jul hos Bager Bech, Holstebro, tor 3/12 kl 9-12? 145 kr/t. Svar JA, NEJ eller RING inden tir kl 11.15. Nej er ok.
parts   1
nosms
mail    anne@bagerbech.example  Opgaven torsdag 3/12 er åben
# The telephone has it: the report finds its message.
tick
db "SELECT state FROM outbox WHERE kind = 'offer'"  = delivered

# 4. Amir says yes, and it is true.
reply   4520000102  Ja tak
tick
sms     4520000102  ~ Opgaven er din: Bager Bech, Nørregade 4, torsdag 3/12 kl 9-12. Spørg efter Anne, 20 00 00 11.
sms     4520000011  ~ Godt nyt: Amir kommer torsdag 3/12 kl 9-12
mail    anne@bagerbech.example  Amir kommer torsdag 3/12 kl 9-12
mailbody  [text/calendar vagt.ics]
get     /opgaver/{t}
see     "Amir"
nowhere "Haddad"
nowhere "4520000102"
# Said again it stays his.
reply   4520000102  ja
tick
sms     4520000102  ~ Vi har dit svar: ja til
nosms

# 5. The hours: asked an hour after the end, confirmed with JA.
now     2026-12-03 12:30
tick
nosms
now     2026-12-03 13:05
tick
sms     4520000011  ~ Kom Amir torsdag 3/12 kl 9-12? Svar JA, så er 3 timer bekræftet.
mail    anne@bagerbech.example  Passer 3 timer torsdag 3/12?
mailbody  Bekræft timerne med ét tryk
sms     4520000102  = Hvordan gik det i dag, Amir? Svar 1 = godt, 2 = okay, 3 = ring til mig. Du behøver ikke svare.
reply   4520000102  2
tick
nosms
reply   4520000011  JA
tick
sms     4520000102  ~ Tak for hjælpen, Amir. Bager Bech har skrevet 3 timer torsdag 3/12, 435 kr. før skat. Løn senest 31/12.
nosms
# A yes is as clear as PASSER when nothing else is asked.
reply   4520000102  Ja
tick
sms     4520000102  = Tak for hjælpen, Amir. 3 timer, 435 kr. før skat, løn senest 31/12.
db "SELECT hours FROM engagement"  = agreed
nosms

# 6. The follow-up comes due on Friday morning; the mentor is told, no names.
now     2026-12-04 07:15
tick
nosms
now     2026-12-04 07:35
tick
sms     4520000002  ~ God morgen. I dag: 1 at følge op på. Din liste:
mail    jonas@holstebro.example  I dag: 1 at følge op på
tick
nosms
# Nothing at the weekend; on Tuesday it has waited two working days.
now     2026-12-05 09:00
tick
nosms
now     2026-12-07 07:35
tick
sms     4520000002  ~ God morgen. 1 opfølgning venter fra før. Din liste:
mail    jonas@holstebro.example  1 venter fra før
now     2026-12-08 07:35
tick
sms     4520000002  ~ 1 opfølgning har ventet
mail    jonas@holstebro.example  1 opfølgning har ventet

as      jonas
get     /log-ind
submit  "Send mig en kode"  email=jonas@holstebro.example
tick
mail    jonas@holstebro.example  Din kode
mailbody  Din kode er {code2}
submit  "Log ind"  kode={code2}
app     jonas@holstebro.example {app6}
submit  "Log ind"  kode={app6}
see     "Amir Haddad, Bager Bech, Holstebro"
see     "Har ventet"
submit  "Talt med Amir Haddad"  note=Det gik fint
see     "Der er ikke noget at følge op på"

# Four days after the first shift the baker is reminded of terms in writing.
mail    anne@bagerbech.example  Skriftlige vilkår til Amir: senest torsdag 10/12

# Done is done: fourteen days of silence.
turn    +1d
tick
turn    +1d
tick
turn    +1d
tick
turn    +4d
tick
turn    +7d
tick
nosms
nomail
