import { readdirSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';

const ENDINGS = ['', '.ts', '.tsx', '.mjs', '.js', '/index.ts', '/index.tsx'];

/** The source files below a folder, with forward slashes. @param {string} folder @returns {string[]} */
export function sourcesOf(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .filter((file) => /\.(tsx?|mts|m?js)$/.test(file));
}

/**
 * Every module that a source names: import, export … from, import(), import type, require.
 * @param {string} file its name, which tells TypeScript from TSX
 * @param {string} text
 * @returns {(string | undefined)[]} undefined for a name that is computed, which nobody can check
 */
export function importsOf(file, text) {
  /** @type {(string | undefined)[]} */
  const found = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    const name = moduleOf(node);
    if (name) found.push(ts.isStringLiteralLike(name) ? name.text : undefined);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
  return found;
}

/** @param {ts.Node} node @returns {ts.Node | undefined} */
function moduleOf(node) {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isExternalModuleReference(node)) return node.expression;
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node;
  if (!ts.isCallExpression(node)) return undefined;
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require';
  return isRequire || node.expression.kind === ts.SyntaxKind.ImportKeyword ? node.arguments[0] : undefined;
}

/**
 * The file of this project that an import means, from the root; undefined for a package.
 * @param {string} file @param {string} name @returns {string | undefined}
 */
export function resolveImport(file, name) {
  if (!/^(\.\.?|@)(\/|$)/.test(name)) return undefined;
  const path = name.startsWith('@/') ? posix.normalize(name.slice(2)) : posix.join(posix.dirname(file), name);
  return ENDINGS.map((ending) => path + ending).find(isFile) ?? path;
}

/** @param {string} path */
function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
