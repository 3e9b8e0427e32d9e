// What the rest of the project may know of the provider. The simulator has an entry of its own (./simulator).
export * from './client.ts';
export * from './contract.ts';
export { notWrittenErrors, type TransportError } from './send-once.ts';
