import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Where JSON has no type, it is walked freely: the demo's answers, files, exports, what the README's operations answer. */
const walksJson = Object.fromEntries(
  ['argument', 'assignment', 'call', 'member-access', 'return'].map((rule) => [
    `@typescript-eslint/no-unsafe-${rule}`,
    'off',
  ]),
);

export default tseslint.config(
  { ignores: ['dist', 'node_modules', '.data', 'test/client', 'test/kit/operations.d.ts'] },
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
    rules: { 'max-lines-per-function': 'off' },
  },
  { files: ['demo/**', 'test/{conformance,export,schema}.e2e-spec.ts'], rules: walksJson },
  { files: ['**/*.js', '**/*.mjs'], languageOptions: { globals: { process: 'readonly', console: 'readonly' } } },
);
