// Passkeys, with the authenticator that Chromium brings for tests: one is
// added, opens the door alone, is refused when anything about it is not as it
// was asked for, and is removed.

import assert from 'node:assert/strict';
import test from 'node:test';
import { check, Demo, person, press, signIn } from './people.mjs';
import { launch, start } from './portal.mjs';

const JONAS = 'jonas@holstebro.example';

let browser, portal, demo, jonas, keys;
test.before(async () => {
	portal = await start('2026-12-01 09:05', { host: 'localhost' });
	browser = await launch();
	demo = new Demo(await person(browser), portal);
	jonas = await person(browser);
	keys = await jonas.context().newCDPSession(jonas);
	await keys.send('WebAuthn.enable');
	await keys.send('WebAuthn.addVirtualAuthenticator', { options: {
		protocol: 'ctap2', transport: 'internal', hasResidentKey: true,
		hasUserVerification: true, isUserVerified: true,
		automaticPresenceSimulation: true,
	} });
});
test.after(async () => {
	await browser.close();
	await portal.end();
});

const shot = (page, name) => process.env.SHOTS &&
	page.screenshot({ path: `${process.env.SHOTS}/${name}.png`,
		fullPage: true });

const leave = (page) => page.getByRole('button', { name: 'Log af' }).first()
	.click();

const byKey = async () => {
	await jonas.goto(`${portal.url}/log-ind`);
	await press(jonas, 'Log ind med adgangsnøgle');
};

// The answer stays in the form: sent by hand, changed or once more.
async function answered(change) {
	await jonas.goto(`${portal.url}/log-ind`);
	await jonas.evaluate(() => {
		HTMLFormElement.prototype.submit = () => document.title = 'svaret';
	});
	await press(jonas, 'Log ind med adgangsnøgle');
	await jonas.waitForFunction(() => document.title === 'svaret');
	return jonas.locator('form[data-passkey]').evaluate((form, edit) => {
		const fields = Object.fromEntries(new FormData(form));
		if (edit) {
			const was = atob(fields.klient
				.replace(/-/g, '+').replace(/_/g, '/'));
			fields.klient = btoa(was.replace(edit[0], edit[1]))
				.replace(/\+/g, '-').replace(/\//g, '_')
				.replace(/=+$/, '');
		}
		return fields;
	}, change);
}

const send = (form) => jonas.request.post(`${portal.url}/log-ind/noegle`, {
	form, maxRedirects: 0, headers: { origin: portal.url },
});

test('without a key the page says nothing of it', async () => {
	const page = await person(browser, { script: false });
	await page.goto(`${portal.url}/log-ind`);
	await check(page, 'Log ind');
	assert.ok(await page.getByText('adgangsnøgle').first().isHidden());
});

test('a key is added', async () => {
	await signIn(jonas, demo, JONAS);
	await jonas.getByRole('link', { name: 'Jonas Friis' }).first().click();
	await check(jonas, 'Her er du logget ind');
	await shot(jonas, 'noegler-1280');
	await press(jonas, 'Tilføj en adgangsnøgle');
	await check(jonas, 'Ret én ting');
	await jonas.getByLabel('Hvad kalder du den?').fill('Min telefon');
	await press(jonas, 'Tilføj en adgangsnøgle');
	await jonas.getByRole('heading', { name: 'Min telefon' }).waitFor();
	await check(jonas, 'Her er du logget ind');
	await jonas.setViewportSize({ width: 390, height: 844 });
	await shot(jonas, 'noegler-390');
	await jonas.setViewportSize({ width: 1280, height: 844 });
	await portal.tick();
	await demo.open();
	await demo.mailbox(JONAS)
		.getByText('Der er ændret i, hvordan du logger ind').waitFor();
});

test('the same telephone adds no second', async () => {
	await jonas.getByLabel('Hvad kalder du den?').fill('En til');
	await press(jonas, 'Tilføj en adgangsnøgle');
	await jonas.getByText('Det lykkedes ikke').waitFor();
});

test('it signs in alone', async () => {
	await leave(jonas);
	await jonas.waitForURL('**/');
	await jonas.goto(`${portal.url}/log-ind`);
	await check(jonas, 'Log ind');
	await shot(jonas, 'log-ind-1280');
	await press(jonas, 'Log ind med adgangsnøgle');
	await check(jonas, 'Opfølgning');
	await jonas.goto(`${portal.url}/mine-log-ind`);
	await jonas.getByText('Sidst brugt tirsdag 1/12.').waitFor();
	await leave(jonas);
});

test('an answer is good once', async () => {
	const form = await answered();
	const first = await send(form);
	assert.equal(first.status(), 303);
	await jonas.context().clearCookies({ name: 'sid' });
	const again = await send(form);
	assert.equal(again.status(), 422);
	assert.match(await again.text(), /Adgangsnøglen kunne ikke bruges/);
});

test('what another site was told is refused', async () => {
	assert.equal((await send(
		await answered([portal.url, 'http://evil.example']))).status(), 422);
	assert.equal((await send(
		await answered(['"challenge":"', '"challenge":"A']))).status(), 422);
	assert.equal((await send(
		await answered(['webauthn.get', 'webauthn.create']))).status(), 422);
});

test('another browser cannot use the answer', async () => {
	const form = await answered();
	const other = await person(browser);
	const reply = await other.request.post(`${portal.url}/log-ind/noegle`, {
		form, maxRedirects: 0, headers: { origin: portal.url },
	});
	assert.equal(reply.status(), 422);
});

test('a question that is too old is asked anew', async () => {
	await jonas.goto(`${portal.url}/log-ind`);
	portal.turn(6 * 60);
	await press(jonas, 'Log ind med adgangsnøgle');
	await jonas.getByText('Adgangsnøglen kunne ikke bruges').waitFor();
	await check(jonas, 'Log ind');
	await press(jonas, 'Log ind med adgangsnøgle');
	await check(jonas, 'Opfølgning');
});

test('it is removed by who shows who they are', async () => {
	portal.turn(6 * 60);
	await jonas.goto(`${portal.url}/mine-log-ind`);
	await press(jonas, 'Fjern');
	await check(jonas, 'Er det stadig dig?');
	await jonas.getByLabel('Koden fra din app').fill(await demo.app(JONAS));
	await press(jonas, 'Det er mig');
	await check(jonas, 'Her er du logget ind');
	assert.equal(await jonas.getByRole('heading', { name: 'Min telefon' })
		.count(), 0);
	await leave(jonas);
	await byKey();
	await jonas.getByText('Adgangsnøglen kunne ikke bruges').waitFor();
});
