'use strict';
// Starts the program that lies beside this file, for a task of the Azure Pipelines agent: the right build for this machine, made
// executable, with the signals of the agent passed on and its exit code handed back. Needs nothing but Node.js 16 or later.
const { spawn } = require('child_process');
const fs = require('fs');
const path = require('path');

const cancelled = 130;
const badInput = 2;
const bug = 70;

function main() {
  const command = process.env.INPUT_COMMAND || '';
  if (!/^[a-z][a-z0-9-]*$/.test(command)) {
    return stop(badInput, `The input 'command' is ${JSON.stringify(command)}, which is not the name of a command. Set it to one of the task's list, such as digest-pin.`);
  }

  const program = choose();
  if (program) {
    run(program, [...program.before, command]);
  }
}

// The native build where there is one, else the portable one on an installed .NET runtime.
function choose() {
  const windows = process.platform === 'win32';
  const rid = `${windows ? 'win' : process.platform}-${process.arch}`;
  const native = path.join(__dirname, 'bin', rid, windows ? 'pipelinekit.exe' : 'pipelinekit');
  if (fs.existsSync(native)) {
    return windows ? { file: native, before: [] } : executable(native);
  }

  const portable = path.join(__dirname, 'bin', 'any', 'pipelinekit.dll');
  if (fs.existsSync(portable)) {
    return { file: 'dotnet', before: [portable], portable: true };
  }

  stop(badInput, `This task has no build for ${rid}: there is ${builds() || 'none at all; the extension was packed without its programs'}. Run the job on an agent with one of these.`);
  return null;
}

function builds() {
  try {
    return fs.readdirSync(path.join(__dirname, 'bin')).sort().join(', ');
  } catch {
    return '';
  }
}

// A package has no file modes, so the program arrives without the right to run. In a container job the folder of the
// task can be read-only too, and then a copy in the agent's own folder has to do.
function executable(file) {
  if (fs.statSync(file).mode & 0o100) {
    return { file, before: [] };
  }

  try {
    fs.chmodSync(file, 0o755);
    return { file, before: [] };
  } catch (problem) {
    if (!['EROFS', 'EPERM', 'EACCES'].includes(problem.code)) {
      throw problem;
    }
  }

  const temporary = process.env.AGENT_TEMPDIRECTORY;
  if (!temporary) {
    stop(bug, `${file} may not be made executable, and AGENT_TEMPDIRECTORY names no folder for a copy. Update the agent.`);
    return null;
  }

  const folder = fs.mkdtempSync(path.join(temporary, 'pipelinekit-'));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  const copy = path.join(folder, path.basename(file));
  fs.copyFileSync(file, copy);
  fs.chmodSync(copy, 0o700);
  return { file: copy, before: [] };
}

function run(program, parameters) {
  const child = spawn(program.file, parameters, { stdio: 'inherit', windowsHide: true });
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      asked = true;
      // On Windows the console gives Ctrl+C to both, and kill() would end the program before it can clean up.
      if (process.platform !== 'win32') {
        child.kill(signal);
      }
    });
  }

  child.on('error', (problem) => stop(bug, explain(program, problem)));
  child.on('exit', (code, signal) => {
    if (signal === null) {
      process.exitCode = code;
    } else if (asked || signal === 'SIGINT' || signal === 'SIGTERM') {
      process.exitCode = cancelled;
    } else {
      stop(bug, `The program was ended by ${signal}.${signal === 'SIGKILL' ? ' The usual reason is that the machine ran out of memory.' : ''}`);
    }
  });
}

function explain(program, problem) {
  if (program.portable && problem.code === 'ENOENT') {
    return `For ${process.platform}-${process.arch} this task needs the .NET 10 runtime, and there is no 'dotnet' on PATH. Put UseDotNet@2 (packageType: runtime, version: 10.x) before it.`;
  }
  if (problem.code === 'ENOENT') {
    return `${program.file} is there but its loader is not: this is a Linux without glibc, such as Alpine. Use an image with glibc, such as Debian or Ubuntu.`;
  }
  if (problem.code === 'EACCES') {
    return `${program.file} may not be run: the folder is mounted without the right to execute. Move the agent's work folder off the 'noexec' mount.`;
  }
  return `${program.file} could not be started: ${problem.message}`;
}

function stop(code, message) {
  const escapes = { '%': '%AZP25', ';': '%3B', '\r': '%0D', '\n': '%0A', ']': '%5D' };
  const text = message.replace(/[%;\r\n\]]/g, (character) => escapes[character]);
  process.stdout.write(`##vso[task.logissue type=error]${text}\n##vso[task.complete result=Failed]${text}\n`);
  process.exitCode = code;
}

main();
