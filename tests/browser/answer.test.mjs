// What a citizen's page says as a question is asked, held, won, given up,
// lost and too late; and what then waits for a person.

import assert from 'node:assert/strict';
import test from 'node:test';
import { check, Demo, HEIGHT, person, postTask, press, signIn }
	from './people.mjs';
import { launch, start } from './portal.mjs';

let browser;
test.before(async () => { browser = await launch(); });
test.after(() => browser.close());

// Anne has posted that task, and Mia, who has only a mailbox, is asked.
async function asked(t, task) {
	const portal = await start('2026-12-01 10:05');
	t.after(portal.end);
	const demo = new Demo(await person(browser), portal);
	const anne = await person(browser);
	await signIn(anne, demo, 'anne@bagerbech.example');
	await postTask(anne, demo, task);
	const mia = await person(browser, { width: 390 });
	await mia.goto(await demo.link('mia@post.example'));
	return { portal, demo, anne, mia };
}

const ARCHIVE = { work: 'arkiv', more: '', day: '2026-12-04' };

// What a citizen is never told: who pays them, what they need, that they must.
const BANNED = new RegExp('jobcent|kontanthjælp|ydelse|ledig|mentor|sygdom|' +
	'sygemeld|hensyn|sanktion|rådighed|efterværn|diagnose|afslag|udeblev|' +
	'afklaring|sagsbehandler|tilbud|småjob|henvist|frigiv|praktikant|' +
	'\\b(praktik|syg|skal|loft)\\b', 'i');

async function told(mia, heading) {
	await check(mia, heading);
	const first = mia.getByRole('heading', { level: 1 });
	assert.equal(await first.innerText(), heading);
	assert.doesNotMatch(await mia.innerText('html'), BANNED);
	assert.doesNotMatch(await mia.title(), BANNED);
}

test('a question fits one screen, and can be answered three ways', async (t) => {
	const { mia } = await asked(t, ARCHIVE);
	await told(mia, 'Hej Mia. Vil du scanne papirer?');
	for (const name of ['Ja tak', 'Nej tak', 'Ring til mig først']) {
		const box = await mia.getByRole('button', { name }).boundingBox();
		assert.ok(box.height >= 48, `${name} is ${box.height} px high`);
		assert.ok(box.width >= 350, `${name} is ${box.width} px wide`);
		assert.ok(box.y + box.height < HEIGHT, `${name} is below the screen`);
	}
});

test('what became of it', async (t) => {
	const { mia, demo } = await asked(t, ARCHIVE);
	await press(mia, 'Ring til mig først');
	await told(mia, 'Vi ringer til dig');
	await press(mia, 'Nej tak');
	await told(mia, 'Tak for svaret');
	await press(mia, 'Ring til mig');
	await told(mia, 'Tak for svaret');
	await mia.getByText('Vi ringer til dig i dag eller næste hverdag').waitFor();
	await press(mia, 'Jeg vil gerne alligevel');
	await told(mia, 'Opgaven er din');
	await press(mia, 'Jeg kan ikke alligevel');
	await told(mia, 'Tak, fordi du sagde til');
	await mia.goto(`${demo.portal.url}/s/et-andet`);
	await told(mia, 'Linket virker ikke mere');
});

test('the time to answer is over', async (t) => {
	const { mia, demo } = await asked(t, ARCHIVE);
	await demo.forward(...Array(4).fill('En time frem'));
	await mia.reload();
	await told(mia, 'Tiden til at svare er gået');
	await press(mia, 'Jeg vil gerne alligevel');
	await told(mia, 'Opgaven er din');
	await demo.forward(...Array(4).fill('Til næste hverdag kl 8'));
	await mia.reload();
	await told(mia, 'Linket virker ikke mere');
});

test('one place, two who say yes: both are told the truth', async (t) => {
	const { mia, demo, anne } = await asked(t, { day: '2026-12-02', more: '' });
	assert.match(await demo.answer('Amir Haddad', 'ja'), /Opgaven er din/);
	await press(mia, 'Ja tak');
	await told(mia, 'Opgaven er gået til en anden');
	await press(mia, 'Ring til mig');
	await told(mia, 'Opgaven er gået til en anden');
	await anne.reload();
	await anne.getByText('1 af 1 har sagt ja').waitFor();
});

// On the own page: what was objected to by SMS gets a number, too.
async function saysTheirNumber(demo, portal) {
	const amir = await person(browser, { width: 390 });
	await amir.goto(`${portal.url}/min-side`);
	await amir.getByLabel('Dit mobilnummer eller din e-mail')
		.fill('20 00 01 02');
	await press(amir, 'Send mig en kode');
	const sms = await demo.newest('Amir Haddad');
	await amir.getByLabel('Koden fra din SMS eller e-mail')
		.fill(/Din kode er (\d{6})/.exec(sms)[1]);
	await press(amir, 'Vis min side');
	await amir.getByRole('link', { name: 'Se mine timer' }).click();
	await check(amir, 'Mine timer og min løn');
	await amir.getByText('Skriv, hvad du husker').click();
	await amir.getByLabel('Timer', { exact: true }).fill('to');
	await press(amir, 'Send mit tal');
	await check(amir, 'Ret én ting');
	await amir.getByLabel('Timer', { exact: true }).fill('2');
	await amir.getByLabel('Minutter', { exact: true }).fill('30');
	await press(amir, 'Send mit tal');
	await check(amir, 'Hej Amir');
	await amir.getByRole('link', { name: 'Se mine timer' }).click();
	await amir.getByText('Du husker det som 2 timer 30 min').waitFor();
	await told(amir, 'Mine timer og min løn');
}

test('what waits for a person', async (t) => {
	const { portal, mia, demo, anne } = await asked(t, ARCHIVE);
	await press(mia, 'Ring til mig først');
	await postTask(anne, demo, { more: '' });
	await portal.tick();
	await demo.answer('Amir Haddad', 'måske hvis det ikke regner');
	await demo.answer('Amir Haddad', 'ja');
	const ove = await person(browser);
	await signIn(ove, demo, 'ove@nymontage.example');
	await postTask(ove, demo, { work: 'montage', day: '2026-12-09' });
	await demo.forward(...Array(2).fill('Til næste hverdag kl 8'),
		...Array(6).fill('En time frem'));
	await anne.goto(await demo.link('Anne Bech'));
	await anne.getByLabel('Sluttede').fill('11:00');
	await press(anne, 'Send disse timer');
	await check(anne, 'Timerne er sendt');
	assert.match(await demo.newest('Amir Haddad'), /2 timer .* Passer det\?/);
	await demo.answer('Amir Haddad', 'passer ikke');
	await anne.reload();
	await check(anne, 'To forskellige tal');
	await saysTheirNumber(demo, portal);
	await anne.reload();
	await check(anne, 'To forskellige tal');
	await anne.getByText('Amir husker det som 2 timer 30 min').waitFor();

	const mette = await person(browser, { width: 390 });
	await signIn(mette, demo, 'mette@holstebro.example');
	await check(mette, 'SMS, vi ikke forstod: Amir Haddad');
	await mette.getByText('måske hvis det ikke regner').waitFor();
	// Nothing was sent for two days, so what Ove was to be told is too late.
	for (const row of ['Vil gerne ringes op: Mia Dahl', 'Ny virksomhed: Ove Dam',
		'To forskellige tal for timerne: Amir Haddad',
		'Besked, der ikke kom frem: Ove Dam'])
		await mette.getByRole('heading', { name: row }).first().waitFor();
	const hours = mette.getByLabel('Timer', { exact: true });
	await hours.fill('<b>to</b>');
	await press(mette, 'Gør timerne op');
	await check(mette, 'Ret én ting, så kan du gå videre');
	assert.equal(await hours.inputValue(), '<b>to</b>');
	await mette.getByRole('link', { name: 'Skriv timer og minutter' }).click();
	await mette.keyboard.press('ControlOrMeta+a');
	await mette.keyboard.type('3');
	await press(mette, 'Gør timerne op');
	await check(mette, 'Venter på et menneske');
	await mette.getByRole('link',
		{ name: 'Se og ret timerne for Amir Haddad' }).first().click();
	await mette.getByText('Ret timerne').first().click();
	await check(mette, 'Timer for Amir Haddad');
	await mette.goBack();
	const rows = mette.getByRole('article');
	for (let left = await rows.count(); left > 0; left--) {
		const id = await rows.first().getAttribute('aria-labelledby');
		// A new firm is decided on, not ticked off.
		await rows.first().getByRole('button', { name: /^(Gjort|Godkend)/ })
			.click();
		await mette.locator(`#${id}`).waitFor({ state: 'detached' });
	}
	await mette.getByText('Der er ikke noget, der venter').waitFor();
});
