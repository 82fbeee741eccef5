using System.Runtime.InteropServices;
using PipelineKit.Actions;
using PipelineKit.Cli;

using var streams = new StandardStreams();
if (args is ["--version" or "version"])
{
    await streams.Output.WriteLineAsync($"{Product.Program} {Product.Version}");
    return 0;
}

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
Application application = null!;
application = new Application
{
    Published = Catalog.Published,
    Commands = Catalog.All(() => application.DemoStage()),
    Variables = ProcessVariables.Read(),
    Output = streams.Output,
    Error = streams.Error,
    Facts = StandardStreams.Facts,
    Time = TimeProvider.System,
};
return (int)await application.RunAsync(args, stop.Token);

// The first signal asks the run to end in order; a second one ends the process at once.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
