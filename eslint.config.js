import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Tests and the demo walk freely through JSON answers; a wrong step fails the expectation that follows it. */
const walksJson = Object.fromEntries(
  ['argument', 'assignment', 'call', 'member-access', 'return'].map((rule) => [
    `@typescript-eslint/no-unsafe-${rule}`,
    'off',
  ]),
);

export default tseslint.config(
  { ignores: ['dist', 'node_modules', '.data', 'test/client'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { ignoreRestSiblings: true, varsIgnorePattern: '^_', argsIgnorePattern: '^_' },
      ],
      'max-lines-per-function': ['warn', { max: 60, skipComments: true, skipBlankLines: true }],
    },
  },
  { files: ['migrations/**'], rules: { 'max-lines-per-function': 'off' } },
  {
    files: ['test/**/*.ts', '**/*.spec.ts', 'demo/**', 'bench/**'],
    rules: { 'max-lines-per-function': 'off', ...walksJson },
  },
  { files: ['**/*.js', '**/*.mjs'], languageOptions: { globals: { process: 'readonly', console: 'readonly' } } },
);
