import { Program } from '@argus/alarms';
import { limitUnits } from './limit-units.js';
import { appliesTo, type Machine, type RuleVersion } from './rule-version.js';
import { signalsOf } from './signals.js';

/** The rules in force at one revision, and the programs compiled from them. */
export class CompiledRules {
  private readonly programs = new Map<string, Program<RuleVersion>>();

  constructor(
    readonly revision: number,
    private readonly versions: readonly RuleVersion[],
    /** Of each equipment type that has any. */
    private readonly measurementNames: ReadonlyMap<string, readonly string[]>,
  ) {}

  /** Returns the same object for every machine that the same rules apply to. */
  programFor(machine: Machine): Program<RuleVersion> {
    const hasOwn = this.versions.some(({ definition }) => definition.equipment === machine.id);
    const key = hasOwn ? `${machine.type} ${machine.id}` : machine.type;
    let program = this.programs.get(key);
    if (!program) {
      const versions = this.versions.filter((version) => appliesTo(version, machine));
      program = new Program(versions, signalsOf(this.measurementNames.get(machine.type) ?? []), limitUnits);
      this.programs.set(key, program);
    }
    return program;
  }

  version(id: number): RuleVersion | undefined {
    return this.versions.find((version) => version.id === id);
  }
}
