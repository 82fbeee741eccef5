using PipelineKit.Sigstore.Conformance;

// The command line that sigstore-conformance (docs/cli_protocol.md) drives a client by: `verify-bundle` and `sign-bundle`, exit code 0 or another.
return args switch
{
    ["verify-bundle", .. var rest] => await VerifyBundle.RunAsync(rest, Console.Error, TimeProvider.System, CancellationToken.None),
    ["sign-bundle", .. var rest] => await SignBundle.RunAsync(rest, Console.Error, TimeProvider.System, CancellationToken.None),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(VerifyBundle.Usage);
    Console.Error.WriteLine(SignBundle.Usage);
    return 2;
}
