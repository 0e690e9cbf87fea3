// How staff come in, and how an administrator lets them: the app is connected
// once, roles are given and ended, and who they are is shown again.

import { createHmac } from 'node:crypto';
import test from 'node:test';
import { check, Demo, HEIGHT, person, postTask, press, signIn } from './people.mjs';
import { launch, start } from './portal.mjs';

const KAREN = 'karen@holstebro.example';
const BO = 'bo@kommunen.example';

let browser, portal, demo;
test.before(async () => {
	portal = await start('2026-12-01 09:05');
	browser = await launch();
	demo = new Demo(await person(browser), portal);
});
test.after(async () => {
	await browser.close();
	await portal.end();
});

// What an app makes of the key on the page, by the portal's clock.
function code(key, at) {
	const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
	const bits = [...key.replaceAll(' ', '')]
		.map((l) => letters.indexOf(l).toString(2).padStart(5, '0')).join('');
	const secret = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
	const step = Buffer.alloc(8);
	step.writeBigUInt64BE(BigInt(Math.floor(at / 30)));
	const mac = createHmac('sha1', secret).update(step).digest();
	const n = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff;
	return String(n % 1000000).padStart(6, '0');
}

// The portal's seconds: its answers carry them.
async function now(page) {
	const answer = await page.request.get(`${portal.url}/healthz`);
	return Date.parse(answer.headers().date) / 1000;
}

const shot = (page, name) => process.env.SHOTS &&
	page.screenshot({ path: `${process.env.SHOTS}/${name}.png`,
		fullPage: true });

async function adds(karen) {
	await karen.goto(`${portal.url}/personer`);
	await check(karen, 'Personer og roller');
	await shot(karen, `liste-${karen.viewportSize().width}`);
	await karen.getByRole('link', { name: 'Tilføj en person' }).click();
	await karen.getByLabel('Fornavn').fill('Bo');
	await press(karen, 'Tilføj');
	await check(karen, 'Ret 3 ting');
	await shot(karen, `ny-${karen.viewportSize().width}`);
	await karen.getByLabel('Efternavn').fill('Lund');
	await karen.getByLabel('E-mail').fill(BO);
	await karen.locator('label', { hasText: 'Mentor' }).click();
	await press(karen, 'Tilføj');
	await check(karen, 'Bo Lund');
	await shot(karen, `en-${karen.viewportSize().width}`);
	return karen.locator('code').innerText();
}

async function connects(bo, word) {
	await bo.goto(`${portal.url}/log-ind`);
	await bo.getByLabel('Din e-mailadresse').fill(BO);
	await press(bo, 'Send mig en kode');
	await bo.getByLabel('Koden fra din e-mail').fill(await demo.code(BO));
	await press(bo, 'Log ind');
	await check(bo, 'Forbind en app');
	await shot(bo, `app-${bo.viewportSize().width}`);
	const key = await bo.locator('code').innerText();
	await bo.getByLabel('Din tilmeldingskode').fill('k7qx-2m9p-4tzw');
	await bo.getByLabel('Koden fra din app').fill(code(key, await now(bo)));
	await press(bo, 'Forbind og log ind');
	await check(bo, 'Ret én ting');
	await bo.getByLabel('Din tilmeldingskode').fill(word);
	await press(bo, 'Forbind og log ind');
	await check(bo, 'Opfølgning');
}

// A message that cannot be written eight times in a row is given up.
async function fails(anne) {
	await signIn(anne, demo, 'anne@bagerbech.example');
	await postTask(anne, demo);
	await demo.newest('Amir Haddad');
	await demo.phone('Amir Haddad').getByLabel('Svar som').fill('hvad nu?');
	await demo.phone('Amir Haddad').getByRole('button').click();
	await demo.page.waitForLoadState();
	portal.block();
	for (let i = 0; i < 9; i++) {
		await portal.tick();
		portal.turn(11 * 60);
	}
}

async function sendsAgain(karen) {
	await signIn(karen, demo, KAREN);
	await karen.goto(`${portal.url}/beskeder`);
	await check(karen, 'Beskeder');
	await karen.getByText('Den blev prøvet 8 gange uden held').waitFor();
	await press(karen, 'Send igen til Amir Haddad');
	await check(karen, 'Ret én ting');
	await shot(karen, 'beskeder-1280');
	await karen.setViewportSize({ width: 390, height: HEIGHT });
	await shot(karen, 'beskeder-390');
	await karen.getByLabel('Hvorfor skal den sendes igen?')
		.fill('Han venter på svar');
	await press(karen, 'Send igen til Amir Haddad');
	await karen.getByText('Alle beskeder er kommet frem').waitFor();
}

async function waits(karen) {
	await portal.tick();
	portal.turn(6 * 60);
	await karen.goto(`${portal.url}/venter`);
	await check(karen, 'Venter på et menneske');
	await karen.getByRole('link', { name: 'Se, hvad der er galt' }).click();
	await karen.getByText('Den ældste er').waitFor();
	await check(karen, 'Beskeder');
	await shot(karen, 'venter-390');
	portal.unblock();
	portal.turn(60);
	await demo.newest('Amir Haddad');
	await karen.reload();
	await karen.getByText('Der er ikke noget i kø.').waitFor();
}

test('a message that failed is sent again', async () => {
	await fails(await person(browser));
	const karen = await person(browser);
	await sendsAgain(karen);
	await waits(karen);
	await portal.end();
	portal = await start('2026-12-01 09:05');
	demo.portal = portal;
});

for (const width of [1280, 390])
	test(`an administrator lets somebody in, at ${width} px`, async (t) => {
		const karen = await person(browser, { width });
		const bo = await person(browser, { width });
		let word;
		if (width === 390) {
			await portal.end();
			portal = await start('2026-12-01 09:05');
			demo.portal = portal;
		}
		await t.test('adds a person', async () => {
			await signIn(karen, demo, KAREN);
			word = await adds(karen);
		});
		await t.test('who connects an app', () => connects(bo, word));
		await t.test('shows again who they are', async () => {
			// Ten minutes later: as long as a session is left alone.
			await portal.turn(10 * 60);
			await karen.reload();
			await press(karen, 'Afslut i dag');
			await check(karen, 'Er det stadig dig?');
			await shot(karen, `igen-${width}`);
			await karen.getByLabel('Koden fra din app').fill('123');
			await press(karen, 'Det er mig');
			await karen.getByText('Koden passer ikke').waitFor();
			await karen.getByLabel('Koden fra din app')
				.fill(await demo.app(KAREN));
			await press(karen, 'Det er mig');
			await check(karen, 'Bo Lund');
			await karen.getByText('Slut', { exact: true }).waitFor();
		});
		await t.test('and whoever lost the role is outside', async () => {
			await bo.reload();
			await check(bo, 'Log ind');
		});
	});
