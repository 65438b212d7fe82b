import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/roadmap/canonical-json.ts';
import { saysProblem } from '../../src/roadmap/input-error.ts';
import { builtInRoadmaps, loadRoadmap } from '../../src/roadmap/load.ts';
import { edit, goodRoadmap, programFrom, goodProgram, roadmapProblems } from './bad-files.ts';
import { example, phaseOne } from './shipped.ts';

describe('the digest of a roadmap', () => {
  it('counts what it says, not how it is laid out', () => {
    const { sha256 } = programFrom(goodProgram).roadmap;
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(
      programFrom(edit(goodProgram, 'title: A small', '# a remark\ntitle: A small')).roadmap.sha256,
    ).toBe(sha256);
    expect(phaseOne.sha256).not.toBe(sha256);
  });

  it('is the same for keys in another order', () => {
    expect(canonicalJson({ b: 1, a: [{ d: 2, c: undefined }] })).toBe('{"a":[{"d":2}],"b":1}');
  });
});

describe('an error', () => {
  it('prints file, line, place, value, problem and the way out', () => {
    const [problem] = roadmapProblems(edit(goodRoadmap, '[P3D]', '[P8D]'));
    expect(problem && saysProblem({ ...problem, file: 'my.yaml' })).toBe(
      'my.yaml:28: steps[begin].reminders[0] is "P8D": this reminder would be sent before begin is even open\n' +
        '    Write a shorter time, or let the step open earlier.',
    );
  });

  it('names the line of what is no YAML', () => {
    expect(roadmapProblems('id: a\nid: b\n')).toMatchObject([
      { line: 2, problem: expect.stringMatching(/no valid YAML/) },
    ]);
  });

  it('names an alias that nothing stands behind, and a file that unfolds without end', () => {
    expect(roadmapProblems('a: *b')).toMatchObject([{ problem: expect.stringMatching(/alias.*: b/) }]);
    const layers = [...'bcdefg'].map((name, i) => `${name}: &${name} [${`*${'abcdefg'[i]}, `.repeat(9)}]`);
    expect(roadmapProblems(['a: &a [1]', ...layers].join('\n'))).toMatchObject([
      { problem: expect.stringMatching(/alias count/) },
    ]);
  });

  it('says when there is no file, and which built-in roadmap may be meant', () => {
    expect(() => loadRoadmap('./nowhere.yaml')).toThrow(/nowhere\.yaml: there is no such file/);
    expect(() => loadRoadmap('partner-with-patients-phase-2')).toThrow(
      /Did you mean partner-with-patients-phase-1/,
    );
  });
});

describe('what comes with milepost', () => {
  it('is found by its id', () => {
    expect(builtInRoadmaps()).toEqual(['partner-with-patients-phase-1']);
  });

  it('has an example with two organizations, four clinics, eight teams, about seventy people, three zones, two languages', () => {
    const { program, warnings } = example('two-organizations.yaml');
    expect([program.organizations.length, program.clinics.length, program.teams.length]).toEqual([2, 4, 8]);
    expect(Math.abs(program.people.length - 70)).toBeLessThanOrEqual(3);
    expect(new Set([program.zone, ...program.clinics.map(({ zone }) => zone ?? program.zone)]).size).toBe(3);
    expect(new Set(program.people.map(({ language }) => language ?? program.language))).toEqual(
      new Set(['en', 'es']),
    );
    expect(warnings).toEqual([
      expect.stringContaining('Spanish texts of roadmap'),
      expect.stringContaining('Spanish of what patients are asked (monthly-pulse)'),
    ]);
  });

  it('writes to nobody: every address is of a reserved example domain', () => {
    const people = ['two-organizations.yaml', 'two-teams.yaml', 'minutes/program.yaml'].flatMap(
      (name) => example(name).program.people,
    );
    expect(people.filter(({ email }) => !/(\.example|@example\.(org|com|net))$/.test(email))).toEqual([]);
  });
});
