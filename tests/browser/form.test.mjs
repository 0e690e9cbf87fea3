// The form that an employer fills: without script, with the keys alone, and
// with everything in it that does not belong there.

import assert from 'node:assert/strict';
import { request } from 'node:http';
import test from 'node:test';
import { check, Demo, fillTask, focused, person, postTask, press, signIn,
	tabTo, TASK }
	from './people.mjs';
import { launch, start } from './portal.mjs';

const ANNE = 'anne@bagerbech.example';

let browser;
test.before(async () => { browser = await launch(); });
test.after(() => browser.close());

async function begin(t, how) {
	const portal = await start('2026-12-01 09:05');
	t.after(portal.end);
	return {
		portal,
		demo: new Demo(await person(browser), portal),
		anne: await person(browser, how),
	};
}

test('a task is posted without script', async (t) => {
	const { anne, demo } = await begin(t, { script: false, width: 390 });
	await signIn(anne, demo, ANNE);
	await check(anne, 'Jeres opgaver');
	await anne.getByRole('link', { name: 'Menu' }).click();
	await anne.getByRole('dialog').getByRole('link', { name: 'Opgaver', exact: true }).click();
	await anne.getByRole('link', { name: 'Opret en opgave' }).click();
	await press(anne, 'Vis det hele på én side');
	await press(anne, 'Se, hvordan det bliver');
	await check(anne, 'Ret 6 ting, så kan du gå videre');
	await fillTask(anne, TASK);
	await press(anne, 'Se, hvordan det bliver');
	await check(anne, 'Tjek dine svar');
	await press(anne, 'Ret noget');
	await press(anne, 'Se, hvordan det bliver');
	await press(anne, 'Opret opgaven');
	await check(anne, 'Pakke varer til jul, torsdag 3/12');
	assert.match(await demo.newest('Amir Haddad'), /Svar JA/);
	assert.match(await demo.answer('Amir Haddad', 'JA'), /Opgaven er din/);
});

for (const how of [{ width: 1280 }, { width: 390, script: false }])
	test(`a task gets another time, at ${how.width} px`, async (t) => {
		const { anne, demo } = await begin(t, how);
		await signIn(anne, demo, ANNE);
		await postTask(anne, demo, TASK);
		assert.match(await demo.newest('Amir Haddad'), /tor 3\/12 kl 9-12/);
		await demo.answer('Amir Haddad', 'NEJ');
		await anne.reload();
		await anne.getByRole('link', { name: 'Vælg en ny tid' }).click();
		await check(anne, 'Vælg en ny tid');
		await anne.getByLabel('Dag').fill('2026-11-30');
		await press(anne, 'Gem den nye tid');
		await check(anne, 'Ret én ting, så kan du gå videre');
		await anne.getByLabel('Dag').fill('2026-12-09');
		await press(anne, 'Gem den nye tid');
		await check(anne, 'Pakke varer til jul, onsdag 9/12');
		await anne.getByText('Vi spørger de første nu').waitFor();
	});

test('a task is posted again with three presses, and cancelled', async (t) => {
	const { anne, demo, portal } = await begin(t, { width: 390 });
	await signIn(anne, demo, ANNE);
	await postTask(anne, demo, TASK);
	await anne.goto(`${portal.url}/opgaver`);
	let presses = 0;
	const main = anne.getByRole('main');
	const once = async (role, name) => {
		presses++;
		await main.getByRole(role, { name }).click();
	};
	await check(anne, 'Jeres opgaver');
	await once('link', /^Opret igen.*pakke varer til jul, torsdag 3.12$/);
	await once('button', 'Se, hvordan det bliver');
	await once('button', 'Opret opgaven');
	await check(anne, 'Pakke varer til jul, torsdag 10/12');
	assert.ok(presses <= 4, `${presses} presses`);

	await demo.newest('Amir Haddad');
	await demo.answer('Amir Haddad', 'JA');
	await anne.goto(`${portal.url}/opgaver`);
	await main.getByRole('link', { name: 'pakke varer til jul', exact: true })
		.last().click();
	await main.getByRole('link', { name: 'Aflys opgaven' }).click();
	await check(anne, 'Aflys opgaven');
	await press(anne, 'Aflys opgaven');
	await check(anne, 'Ret én ting, så kan du gå videre');
	await main.getByText('Vejret passer ikke').click();
	await press(anne, 'Aflys opgaven');
	await main.getByText('Aflyst', { exact: true }).waitFor();
});

// ---- with the keys alone ----

// In the order of the browser's own language, which a test cannot choose.
async function typeDate(page, id, year, month, day) {
	const value = () => page.locator(`#${id}`).inputValue();
	await page.keyboard.type(`${month}${day}${year}`);
	if (await value() === `${year}-${month}-${day}`)
		return;
	await page.keyboard.press('Shift+Tab');
	await tabTo(page, id);
	await page.keyboard.type(`${day}${month}${year}`);
	assert.equal(await value(), `${year}-${month}-${day}`);
}

async function typeTime(page, id, hour) {
	await page.keyboard.type(`${hour}00${hour < 12 ? 'A' : 'P'}`);
	assert.equal(await page.locator(`#${id}`).inputValue(), `${hour}:00`);
}

async function goOn(page, button, step) {
	await tabTo(page, button);
	await page.keyboard.press('Enter');
	await page.getByText(`Trin ${step} af 3`, { exact: true }).waitFor();
}

// From the front page to the first step of the form.
async function beginByKeys({ anne, demo, portal }) {
	await anne.goto(portal.url);
	await anne.keyboard.press('Tab');
	assert.equal((await focused(anne)).text, 'Gå til sidens indhold');
	await anne.keyboard.press('Enter');
	await tabTo(anne, 'Log ind');
	await anne.keyboard.press('Enter');
	await anne.waitForURL('**/log-ind');
	await tabTo(anne, 'email');
	await anne.keyboard.type(ANNE);
	await anne.keyboard.press('Enter');
	await anne.waitForURL('**/log-ind/kode');
	await tabTo(anne, 'kode');
	await anne.keyboard.type(await demo.code(ANNE));
	await anne.keyboard.press('Enter');
	await anne.waitForURL('**/opgaver');
	await tabTo(anne, 'Opret en opgave');
	await anne.keyboard.press('Enter');
	await anne.waitForURL('**/opgaver/ny');
}

// The third of December, from nine to twelve.
async function typeWhen(anne) {
	await tabTo(anne, 'dag');
	await typeDate(anne, 'dag', '2026', '12', '03');
	await tabTo(anne, 'fra');
	await typeTime(anne, 'fra', '09');
	await tabTo(anne, 'til');
	await typeTime(anne, 'til', '12');
}

async function postByKeys(anne) {
	await tabTo(anne, 'Se, hvordan det bliver');
	await anne.keyboard.press('Enter');
	await anne.getByRole('heading', { name: 'Tjek dine svar' }).waitFor();
	await tabTo(anne, 'Opret opgaven');
	await anne.keyboard.press('Enter');
	await anne.waitForURL(/\/opgaver\/\d+$/);
}

test('a task is posted with the keys alone, in three steps', async (t) => {
	const all = await begin(t);
	const { anne } = all;
	await beginByKeys(all);
	await tabTo(anne, 'funktion');
	await anne.keyboard.type('Pakning');
	await tabTo(anne, 'titel');
	await anne.keyboard.type('til jul');
	await tabTo(anne, 'niveau-1');
	await anne.keyboard.press('ArrowDown');
	await goOn(anne, 'Næste', 2);
	await typeWhen(anne);
	await tabTo(anne, 'flere');
	await anne.keyboard.press('Space');
	await goOn(anne, 'Næste', 3);
	await tabTo(anne, 'loen');
	await anne.keyboard.type('145,50');
	await tabTo(anne, 'moedested');
	await anne.keyboard.type('Bagindgangen');
	await postByKeys(anne);
	await anne.getByText('145,50 kr. i timen').waitFor();
});

test('a series is posted with the keys alone, without script', async (t) => {
	const all = await begin(t, { script: false, width: 390 });
	const { anne } = all;
	await beginByKeys(all);
	await tabTo(anne, 'funktion');
	await anne.keyboard.type('Opvask');
	await goOn(anne, 'Næste', 2);
	await typeWhen(anne);
	await tabTo(anne, 'Flere dage, eller hver uge? (frivilligt)');
	await anne.keyboard.press('Enter');
	await tabTo(anne, 'til_og_med');
	await typeDate(anne, 'til_og_med', '2027', '01', '14');
	await goOn(anne, 'Næste', 3);
	await tabTo(anne, 'loen');
	await anne.keyboard.type('145');
	await tabTo(anne, 'moedested');
	await anne.keyboard.type('Bagindgangen');
	await postByKeys(anne);
	await tabTo(anne, 'Del af en serie');
	await anne.keyboard.press('Enter');
	await check(anne, 'Vaske op, hver torsdag kl 9-12');
	assert.equal(await anne.locator('.status-row').count(), 7);
});

// ---- what does not belong there ----

const FIELDS = ['titel', 'dag', 'fra', 'til', 'antal', 'loen', 'loendag', 'sted',
	'adresse', 'postnr', 'by', 'moedested'];
const MANY = `æøå${'n'.repeat(17)}`.repeat(50);
const MARKUP = `<script>alert(1)</script>"'&<b>æøå`.repeat(3);

// As no browser would send it.
function sendRaw(portal, path, cookie, body) {
	return new Promise((done, fail) => {
		const sent = request(portal.url + path, {
			method: 'POST',
			headers: {
				'Content-Type': 'application/x-www-form-urlencoded',
				'Content-Length': Buffer.byteLength(body),
				Cookie: cookie,
			},
		}, (answer) => {
			let text = '';
			answer.setEncoding('utf8').on('data', (s) => text += s);
			answer.on('end', () => done({ status: answer.statusCode, text }));
		});
		sent.on('error', fail);
		sent.end(body);
	});
}

async function cookies(page) {
	const all = await page.context().cookies();
	return all.map((c) => `${c.name}=${c.value}`).join('; ');
}

// What stands in the fields of that document, and beside them.
const read = (page, text) => page.evaluate(([html, names]) => {
	const doc = new DOMParser().parseFromString(html, 'text/html');
	return {
		scripts: doc.querySelectorAll('script:not([src])').length,
		fields: names.map((name) => ({
			name,
			value: doc.getElementById(name).getAttribute('value'),
			wrong: doc.getElementById(`${name}-fejl`)?.textContent ?? '',
			told: doc.getElementById(name).getAttribute('aria-describedby') ?? '',
			linked: !!doc.querySelector(`[data-module] a[href="#${name}"]`),
		})),
	};
}, [text, FIELDS]);

for (const [what, typed, kept] of [
	['a thousand characters', MANY, MANY],
	['markup', MARKUP, MARKUP],
	['a NUL', 'før\0efter', 'førefter'],
	['no UTF-8', '%FF%C3', ''],
])
	test(`${what} in every field: escaped, kept, and said`, async (t) => {
		const { anne, demo, portal } = await begin(t);
		await signIn(anne, demo, ANNE);
		await anne.goto(`${portal.url}/opgaver/ny?vis=0`);
		const csrf = await anne.locator('main [name=csrf]').first()
			.getAttribute('value');
		const value = typed.startsWith('%') ? typed : encodeURIComponent(typed);
		const body = [`csrf=${csrf}`, ...['funktion', 'niveau', 'flere', 'hos_os',
			...FIELDS].map((name) => `${name}=${value}`)].join('&');
		const answer = await sendRaw(portal, '/opgaver/tjek',
			await cookies(anne), body);

		assert.equal(answer.status, 422);
		const shown = await read(anne, answer.text);
		assert.equal(shown.scripts, 0);
		for (const field of shown.fields) {
			assert.equal(field.value, kept, field.name);
			assert.match(field.wrong, /Fejl: ./, field.name);
			assert.match(field.told, /-fejl/, field.name);
			assert.ok(field.linked, `${field.name} in the error summary`);
		}
	});

test('nonsense that a browser can type comes back as it was', async (t) => {
	const { anne, demo, portal } = await begin(t, { width: 390 });
	await anne.goto(`${portal.url}/log-ind`);
	for (const [label, button] of [
		['Din e-mailadresse', 'Send mig en kode'],
		['Koden fra din e-mail', 'Log ind'],
	]) {
		if (button === 'Log ind')
			await anne.goto(`${portal.url}/log-ind/kode`);
		for (const typed of [MARKUP, MANY]) {
			await anne.getByLabel(label).fill(typed);
			await press(anne, button);
			await check(anne, 'Ret én ting, så kan du gå videre');
			assert.equal(await anne.getByLabel(label).inputValue(), typed);
		}
	}
	await signIn(anne, demo, ANNE);
	await anne.goto(`${portal.url}/opgaver/ny?vis=0`);
	await fillTask(anne, { ...TASK, more: MARKUP, pay: MARKUP, meet: MANY });
	await press(anne, 'Se, hvordan det bliver');
	await check(anne, 'Opret en opgave');
	assert.equal(await anne.getByLabel('Løn i timen').inputValue(), MARKUP);
	assert.equal(await anne.getByLabel('Hvor møder man op').inputValue(), MANY);

	await postTask(anne, demo, {});
	await demo.newest('Amir Haddad');
	await demo.answer('Amir Haddad', MARKUP);
	await check(demo.page);
	assert.equal(await demo.phone('Amir Haddad').locator('.bubble--out .line')
		.innerText(), MARKUP);
});
