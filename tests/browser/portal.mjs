// The two programs with their own folder and port, under a clock that /demo
// turns. Everything ends with end().
//
// PORTAL_BUILD says where the programs are (build), BROWSER_DEPS where npm put
// the packages (build/browser); both from the folder above tests/.

import { execFileSync, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const repo = resolve(import.meta.dirname, '../..');
const build = resolve(repo, process.env.PORTAL_BUILD ?? 'build');
const deps = resolve(repo, process.env.BROWSER_DEPS ?? 'build/browser');
export const need = createRequire(join(deps, 'package.json'));

// Below the ports that the kernel hands out, so that no connection takes it
// between here and the portal's own bind().
export async function freePort() {
	for (;;) {
		const port = 10000 + Math.floor(Math.random() * 20000);
		const free = await new Promise((done) => {
			const server = createServer();
			server.once('error', () => done(false));
			server.listen(port, '127.0.0.1', () =>
				server.close(() => done(true)));
		});
		if (free)
			return port;
	}
}

function faketime() {
	const paths = ['/usr/lib', ...fs.readdirSync('/usr/lib')
		.map((name) => join('/usr/lib', name))]
		.map((path) => join(path, 'faketime/libfaketimeMT.so.1'));
	const found = paths.find((path) => fs.existsSync(path));
	if (!found)
		throw new Error('no libfaketime: make deps');
	return found;
}

const config = (dir, url) => `[data]
dir = ${dir}/data
[www]
dir = ${repo}/www
[assets]
dir = ${repo}/build/assets
[http]
listen = 127.0.0.1:${new URL(url).port}
public_url = ${url}
[demo]
clock_file = ${dir}/clock
`;

// libfaketime leaves its shared memory behind a program that setpriv became.
function sweep(pid) {
	fs.rmSync(`/dev/shm/faketime_shm_${pid}`, { force: true });
	fs.rmSync(`/dev/shm/sem.faketime_sem_${pid}`, { force: true });
}

// A line of the portal's log that says where it listens, or its end.
function listening(child, log) {
	return new Promise((done, fail) => {
		child.once('exit', (code) =>
			fail(new Error(`portal: exit ${code}\n${log()}`)));
		child.stderr.on('data', () =>
			log().includes('portal.ready') && done());
	});
}

// Passkeys need a name: localhost, where addresses are numbers.
export async function start(now, { host = '127.0.0.1' } = {}) {
	const dir = fs.mkdtempSync(join(tmpdir(), 'smaajob-browser-'));
	const url = `http://${host}:${await freePort()}`;
	const file = join(dir, 'smaajob.conf');
	const children = new Set();
	let log = '';

	fs.mkdirSync(join(dir, 'data'));
	fs.writeFileSync(file, config(dir, url));

	const at = Date.parse(`${now.replace(' ', 'T')}:00+01:00`);
	let offset = Math.round((at - Date.now()) / 1000);

	// So many seconds on; replaced whole, for a program may be reading it.
	function turn(seconds) {
		offset += seconds;
		fs.writeFileSync(join(dir, 'clock.next'),
			`${offset < 0 ? '' : '+'}${offset}s\n`);
		fs.renameSync(join(dir, 'clock.next'), join(dir, 'clock'));
	}
	turn(0);

	// setpriv ends it with us, should we be killed.
	function run(program, ...args) {
		const child = spawn('setpriv', ['--pdeathsig', 'KILL',
			join(build, program), '--config', file, ...args], {
			env: {
				PATH: process.env.PATH,
				LD_PRELOAD: faketime(),
				FAKETIME_TIMESTAMP_FILE: join(dir, 'clock'),
				FAKETIME_NO_CACHE: '1',
				FAKETIME_DONT_FAKE_MONOTONIC: '1',
				NO_FAKE_STAT: '1',
			},
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		for (const out of [child.stdout, child.stderr])
			out.setEncoding('utf8').on('data', (s) => log += s);
		children.add(child);
		child.ended = new Promise((done) => child.once('exit', (code) => {
			children.delete(child);
			sweep(child.pid);
			done(code);
		}));
		return child;
	}

	async function once(program, ...args) {
		const code = await run(program, ...args).ended;
		if (code !== 0)
			throw new Error(`${program} ${args}: exit ${code}\n${log}`);
	}

	async function end() {
		for (const child of children)
			child.kill('SIGTERM');
		await Promise.all([...children].map((child) => child.ended));
		fs.rmSync(dir, { recursive: true });
	}

	try {
		await once('portal', 'init');
		await once('portal', 'demo');
		await listening(run('portal', 'serve'), () => log);
	} catch (e) {
		await end();
		throw e;
	}
	return {
		url, end, turn,
		// The notifier does all that is due now.
		tick: () => once('notifier', 'once'),
		log: () => log,
		// Where SMS go cannot be written, until it can again.
		block() {
			fs.rmSync(join(dir, 'data/sms'), { recursive: true, force: true });
			fs.writeFileSync(join(dir, 'data/sms'), '');
		},
		unblock: () => fs.rmSync(join(dir, 'data/sms')),
	};
}

// more: switches of Chromium's own.
export function launch(...more) {
	const path = execFileSync('sh', ['-c', 'command -v chromium']);
	return need('playwright-core').chromium.launch({
		executablePath: path.toString().trim(),
		args: ['--no-sandbox', '--disable-gpu', '--disable-quic',
			'--no-first-run', '--disable-background-networking',
			'--disable-component-update', '--disable-sync', ...more],
	});
}
