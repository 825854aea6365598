import { TestEnvironment as NodeEnvironment } from 'jest-environment-node';
import vm from 'node:vm';

const { createContext } = vm;

/**
 * Jest's own environment, on a global object as plain as a program's. Jest puts a proxy in its place, which is asked
 * whenever code says `Math`, `Array` or `Date`. Each of these takes hundreds of times as long then; five of our suites together took a third
 * more processor time.
 * The environment has no setting for this, so it gets another context from under it.
 */
export default class PlainGlobals extends NodeEnvironment {
  constructor(config, context) {
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(config, context);
    } finally {
      vm.createContext = createContext;
    }
  }
}
