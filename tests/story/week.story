# A week by the clock alone: the day before, hours that the workplace forgets,
# the mentor's mornings; then the month's list, and whether the money came.
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
sms     4520000102  ~ Svar JA
reply   4520000102  ja
tick
sms     4520000102  ~ Opgaven er din
mail    anne@bagerbech.example  er åben
mail    anne@bagerbech.example  Amir kommer
sms     4520000011  ~ er åben
sms     4520000011  ~ Amir kommer

# Wednesday at three, and not before.
now     2026-12-02 14:55
tick
nosms
now     2026-12-02 15:01
tick
sms     4520000102  = Hej Amir. I morgen kl 9-12 er du hos Bager Bech, Nørregade 4. Spørg efter Anne, 20 00 00 11. Kan du ikke komme? Svar AFBUD. God dag!
sms     4520000011  ~ I morgen kl 9-12 kommer Amir
mail    anne@bagerbech.example  I morgen kl 9-12: Amir kommer
tick
now     2026-12-02 14:30
tick
now     2026-12-02 20:00
tick
nosms

# Thursday: the hours, which nobody says. Friday: the mentor, and the hours.
now     2026-12-03 13:05
tick
sms     4520000011  ~ Kom Amir torsdag 3/12 kl 9-12?
mail    anne@bagerbech.example  Passer 3 timer torsdag 3/12?
sms     4520000102  ~ Hvordan gik det i dag
now     2026-12-04 07:35
tick
sms     4520000002  ~ God morgen. I dag: 1 at følge op på.
mail    jonas@holstebro.example  I dag: 1
now     2026-12-04 12:05
tick
sms     4520000011  ~ Timerne for Amir torsdag 3/12 mangler endnu. Passer 3 timer? Svar JA.
mail    anne@bagerbech.example  Timerne for torsdag 3/12 mangler endnu
nosms

# Nobody is woken on a Sunday. Monday: the last time, and then it is said.
now     2026-12-06 12:05
tick
mail    anne@bagerbech.example  Vi mangler stadig timerne
nosms
now     2026-12-07 07:35
tick
sms     4520000002  ~ 1 opfølgning venter fra før
mail    jonas@holstebro.example  1 venter fra før
nosms
now     2026-12-07 08:01
tick
sms     4520000011  ~ Vi mangler stadig timerne for Amir
reply   4520000011  JA
tick
sms     4520000102  ~ Tak for hjælpen, Amir. Bager Bech har skrevet 3 timer torsdag 3/12
nosms

# Four days after the first shift began: terms in writing, within the week.
now     2026-12-07 09:01
tick
mail    anne@bagerbech.example  Skriftlige vilkår til Amir: senest torsdag 10/12
maillink {v}
as      anne
get     {v}
see     "I gennemsnit 45 min om ugen"
submit  "Vi har givet vilkårene"
get     {v}
see     "Anne skrev mandag 7/12, at Amir har fået vilkårene."
now     2026-12-08 07:00
tick
nosms
nomail

# The first working day of the year: the month's list, and the money.
now     2027-01-04 07:00
tick
nosms
now     2027-01-04 10:01
tick
mail    anne@bagerbech.example  Timerne for december
mailbody  Amir: 3 timer (1 vagt)
sms     4520000102  = Hej Amir. Har du fået løn fra Bager Bech for december? Svar PASSER. Mangler der noget, så svar RING, så hjælper vi.
sms     4520000002  ~ 1 opfølgning har ventet
mail    jonas@holstebro.example  1 opfølgning har ventet
reply   4520000102  passer
tick
sms     4520000102  = Tak for svaret, Amir. Godt, at lønnen er kommet.
nosms
nomail
