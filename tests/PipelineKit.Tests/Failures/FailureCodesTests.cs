using System.Reflection;
using PipelineKit.Failures;
using PipelineKit.Testing;
using PipelineKit.Tests.Architecture;
using Xunit;

namespace PipelineKit.Tests.Failures;

public sealed class FailureCodesTests
{
    private static IReadOnlyList<(string Name, FailureCode Code)> Declared { get; } = typeof(FailureCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(f => f.FieldType == typeof(FailureCode))
        .Select(f => (f.Name, (FailureCode)f.GetValue(null)!))
        .ToArray();

    [Fact]
    public void The_list_has_every_code_once_and_in_order()
    {
        var ids = FailureCodes.All.Select(c => c.Id).ToArray();

        Assert.Equal(ids.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), ids);
        Assert.Equal(Declared.Select(d => d.Code.Id).Order(StringComparer.Ordinal), ids);
    }

    [Fact]
    public void Every_code_says_what_it_is_why_and_what_to_do()
    {
        Assert.All(FailureCodes.All, code =>
        {
            Assert.Matches("^PK[0-9]{4}$", code.Id);
            Assert.NotEqual(ExitCode.Ok, code.Exit);
            Assert.False(code.Title.EndsWith('.'), code.Id);
            Assert.EndsWith(".", code.Cause, StringComparison.Ordinal);
            Assert.EndsWith(".", code.Remedy, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_link_of_every_code_leads_to_its_entry()
    {
        var page = File.ReadAllLines(Path.Combine(Peer.RepositoryRoot, "docs/reference/errors.md"));

        Assert.All(FailureCodes.All, code =>
        {
            Assert.Equal($"docs/reference/errors.md#{code.Id.ToLowerInvariant()}", code.Docs);
            Assert.Contains($"## {code.Id}", page);
        });
    }

    [Fact]
    public void Every_code_is_reached_by_a_test()
    {
        var tests = SourceFile.Below("tests").Where(f => !f.Path.EndsWith($"/{nameof(FailureCodesTests)}.cs", StringComparison.Ordinal));
        var code = string.Join('\n', tests.SelectMany(f => f.Code));

        Assert.Empty(Declared
            .Where(d => !code.Contains($"{nameof(FailureCodes)}.{d.Name}", StringComparison.Ordinal) && !code.Contains(d.Code.Id, StringComparison.Ordinal))
            .Select(d => $"{d.Code.Id} ({d.Name})"));
    }

    [Theory]
    [InlineData(ExitCode.Integrity, ExitCode.Integrity, ExitCode.BadInput, ExitCode.Unavailable)]
    [InlineData(ExitCode.BadInput, ExitCode.Refused, ExitCode.BadInput)]
    [InlineData(ExitCode.Refused, ExitCode.Unavailable, ExitCode.Refused)]
    [InlineData(ExitCode.Unavailable, ExitCode.GateSaidNo, ExitCode.Unavailable)]
    public void The_gravest_failure_decides_the_exit_code(ExitCode expected, params ExitCode[] seen) => Assert.Equal(expected, FailureCodes.Gravest(seen));

    [Fact]
    public void Every_exit_code_is_explained() =>
        Assert.Equal(Enum.GetValues<ExitCode>().Order(), ExitCodeTexts.All.Select(e => e.Code).Order());
}
