// The peer's side of the benchmark: the same machines, the same inputs, one core.
import { readFileSync } from 'node:fs';
import { StateMachine } from 'aws-local-stepfunctions';

const millis = Number(process.argv[2] ?? 3000);
for (const { name, definition, input } of JSON.parse(readFileSync(new URL('machines.json', import.meta.url)))) {
  const machine = new StateMachine(definition, { validationOptions: { noValidate: true } });
  const rounds = async (duration) => {
    const start = process.cpuUsage();
    let count = 0;
    let used = 0;
    while (used < duration * 1000) {
      for (let i = 0; i < 20; i++) {
        await machine.run(input).result;
        count++;
      }
      const cpu = process.cpuUsage(start);
      used = cpu.user + cpu.system;
    }
    return (count * 1e6) / used;
  };
  await rounds(millis);
  console.log(`${name} ${Math.round(await rounds(millis))}`);
}
