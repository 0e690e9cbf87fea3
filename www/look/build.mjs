// Builds the look: build.mjs INSTALLED OUT, from the folder above www/.
//
// INSTALLED is where look.mk ran npm; OUT gets every file under a name with
// its hash (so it may be kept for ever), the same gzipped beside it, and the
// manifest: lines of "logical-name hashed-name content-type".
//
// The pages are served under a policy that allows no data: URIs and nothing
// from elsewhere, so whatever the style sheet needs is a file of its own.

import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { basename, extname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const [installed, out] = process.argv.slice(2).map((p) => resolve(p));
if (!out)
	throw new Error('usage: build.mjs INSTALLED OUT');

const need = createRequire(join(installed, 'package.json'));
const esbuild = need('esbuild');
const sass = need('sass');
const { PurgeCSS } = need('purgecss');

const look = resolve('www/look');
const dkfds = join(installed, 'node_modules/dkfds');
const fonts = join(dkfds, 'src/fonts/IBMPlexSans/split/woff2');

const FONTS = {
	'plex-regular.woff2': 'Regular',
	'plex-semibold.woff2': 'SemiBold',
};

const TYPES = {
	'.css': 'text/css',
	'.js': 'text/javascript',
	'.svg': 'image/svg+xml',
	'.woff2': 'font/woff2',
};

// In the set whether a page names them or not: code may choose among them.
const ICONS = [
	'calendar-month', 'check', 'chevron-right', 'close', 'error', 'help',
	'info', 'lock', 'menu', 'print', 'smartphone', 'success', 'warning',
];

// Kept though no page spells them: their last part comes from a view.
const KEPT = [/^alert/, /^badge/];

const files = new Map(); // logical name -> { hashed, bytes }

const text = (path) => fs.readFileSync(path, 'utf8');

function publish(name, content) {
	if (!files.has(name)) {
		const bytes = Buffer.from(content);
		const sum = createHash('sha256').update(bytes).digest('hex');
		const type = extname(name);
		const hashed = `${basename(name, type)}.${sum.slice(0, 8)}${type}`;
		files.set(name, { hashed, bytes });
	}
	return files.get(name).hashed;
}

function pages() {
	return fs.readdirSync('www/pages', { recursive: true }).sort()
		.filter((name) => name.endsWith('.html'))
		.map((name) => text(join('www/pages', name)))
		.join('\n');
}

// One file of <symbol>s, of those in use only; a misspelt one stops the build.
function icons(html) {
	const set = text(join(dkfds, 'src/img/all-svg-icons.svg'));
	const used = html.matchAll(/\{\{\s*asset_icons\s*\}\}#([\w-]+)/g);
	const ids = new Set([...ICONS, ...[...used].map((m) => m[1])]);
	const symbols = [...ids].sort().map((id) => {
		const found = set.match(
			new RegExp(`<symbol id="${id}"[^]*?</symbol>`));
		if (!found)
			throw new Error(`www/pages names an unknown icon: ${id}`);
		return found[0];
	});
	return '<svg xmlns="http://www.w3.org/2000/svg">' +
		`${symbols.join('')}</svg>\n`;
}

function script() {
	return esbuild.buildSync({
		entryPoints: [join(look, 'portal.js')],
		alias: { dkfds: join(dkfds, 'src/js') },
		bundle: true,
		minify: true,
		write: false,
		format: 'iife',
		target: 'es2019',
		legalComments: 'none',
	}).outputFiles[0].text;
}

// A name in url() is a file of ours or one of the design system's images.
function image(name) {
	const path = FONTS[name] ?
		join(fonts, `IBMPlexSans-${FONTS[name]}-Latin1.woff2`) :
		join(dkfds, 'src/img/svg-icons', name);
	if (basename(name) !== name || !fs.existsSync(path))
		throw new Error(`the style sheet asks for ${name}`);
	return fs.readFileSync(path);
}

async function style(html, js) {
	const { css } = sass.compile(join(look, 'portal.scss'), {
		loadPaths: [join(dkfds, 'src/stylesheets')],
		quietDeps: true,
	});
	// The design system's own logo is a picture that we do not have.
	const [purged] = await new PurgeCSS().purge({
		content: [
			{ raw: html, extension: 'html' },
			{ raw: js, extension: 'js' },
		],
		css: [{ raw: css }],
		safelist: KEPT,
		blocklist: ['logo'],
		dynamicAttributes: ['href'],
		keyframes: true,
	});
	const named = purged.css.replace(/url\(\s*["']?([^"')]+)["']?\s*\)/g,
		(_, name) => `url(${publish(name, image(name))})`);
	return esbuild.transformSync(named, {
		loader: 'css',
		minify: true,
		target: ['chrome100', 'firefox100', 'safari15'],
	}).code;
}

function licenses() {
	return [
		'Style sheet, scripts and icons: Det Fælles Designsystem (dkfds)',
		text(join(dkfds, 'LICENSE.md')),
		'Fonts: IBM Plex Sans',
		text(join(fonts, 'license.txt')),
		'Script: array-foreach',
		text(join(installed, 'node_modules/array-foreach/MIT-LICENSE')),
		'Icons: the Apache License that the first text names',
		text('/usr/share/common-licenses/Apache-2.0'),
	].join(`\n\n${'-'.repeat(72)}\n\n`);
}

const html = pages();
const js = script();
publish('portal.js', js);
publish('portal.css', await style(html, js));
publish('icons.svg', icons(html));
publish('favicon.svg', fs.readFileSync(join(look, 'favicon.svg')));
const terms = licenses();

// The manifest last of all, for it tells make that the rest is there.
fs.rmSync(out, { recursive: true, force: true });
fs.mkdirSync(out, { recursive: true });
const lines = [...files].sort(([a], [b]) => (a < b ? -1 : 1))
	.map(([name, { hashed, bytes }]) => {
		fs.writeFileSync(join(out, hashed), bytes);
		fs.writeFileSync(join(out, `${hashed}.gz`),
			gzipSync(bytes, { level: 9 }));
		return `${name} ${hashed} ${TYPES[extname(name)]}\n`;
	});
fs.writeFileSync(join(out, 'LICENSES.txt'), terms);
fs.writeFileSync(join(out, 'manifest'), lines.join(''));
