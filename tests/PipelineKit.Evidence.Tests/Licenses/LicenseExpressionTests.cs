using System.Text.Json;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Evidence.Tests.Licenses;

public sealed class LicenseExpressionTests
{
    [Theory]
    [InlineData("mit", "MIT", "MIT", true)]
    [InlineData("APACHE-2.0", "Apache-2.0", "Apache-2.0", true)]
    [InlineData("MIT OR Apache-2.0 AND ISC", "MIT OR (Apache-2.0 AND ISC)", "MIT,Apache-2.0,ISC", true)]
    [InlineData("(MIT OR Apache-2.0) AND ISC", "(MIT OR Apache-2.0) AND ISC", "MIT,Apache-2.0,ISC", true)]
    [InlineData("mit or isc and mit", "MIT OR (ISC AND MIT)", "MIT,ISC", true)]
    [InlineData("GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0", true)]
    [InlineData("gpl-2.0+ with gcc-exception-3.1 OR MIT", "GPL-2.0+ WITH GCC-exception-3.1 OR MIT", "GPL-2.0+ WITH GCC-exception-3.1,MIT", true)]
    [InlineData("Apache-2.0+", "Apache-2.0+", "Apache-2.0+", true)]
    [InlineData("LicenseRef-Acme-1.0", "LicenseRef-Acme-1.0", "LicenseRef-Acme-1.0", true)]
    [InlineData("DocumentRef-x:LicenseRef-y AND MIT", "DocumentRef-x:LicenseRef-y AND MIT", "DocumentRef-x:LicenseRef-y,MIT", true)]
    [InlineData("MIT WITH AdditionRef-z", "MIT WITH AdditionRef-z", "MIT WITH AdditionRef-z", true)]
    [InlineData("Foo-1.0 OR MIT", "Foo-1.0 OR MIT", "Foo-1.0,MIT", false)]
    [InlineData("MIT WITH My-exception", "MIT WITH My-exception", "MIT WITH My-exception", false)]
    [InlineData("((((MIT))))", "MIT", "MIT", true)]
    [InlineData("The Apache Software License, Version 2.0", "Apache-2.0", "Apache-2.0", true)]
    [InlineData("gplv2+", "GPL-2.0-or-later", "GPL-2.0-or-later", true)]
    [InlineData("BSD", "BSD", "BSD", false)]
    [InlineData("DocumentRef-a", "DocumentRef-a", "DocumentRef-a", false)]
    [InlineData("MIT OR (ISC OR 0BSD)", "MIT OR ISC OR 0BSD", "MIT,ISC,0BSD", true)]
    public void An_expression_is_read(string text, string canonical, string identifiers, bool isKnown)
    {
        Assert.True(LicenseExpression.TryParse(text, out var expression, out var problem), problem);
        Assert.Equal((text, canonical, identifiers, isKnown), (expression.Text, expression.ToString(), string.Join(',', expression.Identifiers), expression.IsKnown));
    }

    [Theory]
    [InlineData("", "ends where a licence is expected")]
    [InlineData("MIT AND", "ends where a licence is expected")]
    [InlineData("OR MIT", "'OR' where a licence is expected")]
    [InlineData("MIT ISC", "'ISC' where AND, OR, WITH or the end is expected")]
    [InlineData("(MIT", "lacks a ')'")]
    [InlineData("MIT)", "where AND, OR, WITH or the end is expected")]
    [InlineData("MIT WITH", "without an exception")]
    [InlineData("MIT WITH AND", "without an exception")]
    [InlineData("MIT +", "where AND, OR, WITH or the end is expected")]
    [InlineData("Foo++", "is no identifier")]
    [InlineData("LicenseRef-a+", "is no identifier")]
    [InlineData("DocumentRef-a:MIT", "is no identifier")]
    [InlineData("Public Domain", "'Domain' where AND")]
    [InlineData("MIT/Apache-2.0", "where AND, OR, WITH")]
    [InlineData("MIT, ISC", "where AND, OR, WITH")]
    public void What_is_none_is_refused_with_the_reason(string text, string reason)
    {
        Assert.False(LicenseExpression.TryParse(text, out var expression, out var problem));
        Assert.Null(expression);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_and_length_have_a_bound()
    {
        Assert.False(LicenseExpression.TryParse(new string('(', 65) + "MIT" + new string(')', 65), out _, out var problem));
        Assert.Contains("nested", problem, StringComparison.Ordinal);
        Assert.False(LicenseExpression.TryParse(string.Join(" OR ", Enumerable.Repeat("MIT", 600)), out _, out problem));
        Assert.Contains("500", problem, StringComparison.Ordinal);
        Assert.False(LicenseExpression.TryParse(new string('x', 10_000), out _, out problem));
        Assert.Contains("8192", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MIT OR GPL-3.0-only", true)]
    [InlineData("MIT AND GPL-3.0-only", false)]
    [InlineData("(GPL-3.0-only OR MIT) AND ISC", true)]
    [InlineData("GPL-3.0-only OR MIT AND BSD-3-Clause", false)]
    [InlineData("GPL-2.0-only WITH Classpath-exception-2.0", true)]
    [InlineData("GPL-2.0-only", false)]
    public void An_expression_is_satisfied_by_what_is_allowed(string text, bool expected)
    {
        string[] allowed = ["MIT", "ISC", "GPL-2.0-only WITH Classpath-exception-2.0"];
        Assert.True(LicenseExpression.TryParse(text, out var expression, out _));
        Assert.Equal(expected, expression.IsSatisfiedBy(allowed.Contains));
    }

    [SkippableFact]
    public async Task Expressions_are_read_as_an_independent_parser_reads_them()
    {
        string[] licenses = ["MIT", "ISC", "GPL-2.0-only", "GPL-2.0+", "Apache-2.0+", "LicenseRef-x", "DocumentRef-a:LicenseRef-b", "0BSD", "GPL-2.0-or-later WITH Bison-exception-2.2", "CC-BY-4.0"];
        string[] glue = [" AND ", " OR ", " AND ", " OR ", " AND  OR ", "", " WITH ", "("];
        var random = new Random(233);
        var texts = Enumerable.Range(0, 600).Select(_ => Make(random.Next(1, 4))).ToArray();
        var answers = await RulesPeer.AskAsync<string?>("spdx", "spdx-expression-parse", texts);
        Assert.Contains(answers, a => a is null);
        Assert.Empty(texts.Zip(answers).Where(p => Here(p.First) != p.Second).Select(p => $"{p.First}: {p.Second} there, {Here(p.First)} here"));

        string Make(int depth) => depth == 0 ? licenses[random.Next(licenses.Length)] : random.Next(4) switch
        {
            0 => "(" + Make(depth - 1) + ")",
            1 => licenses[random.Next(licenses.Length)],
            _ => Make(depth - 1) + glue[random.Next(random.Next(3) == 0 ? glue.Length : 4)] + Make(depth - 1),
        };

        static string? Here(string text) => !LicenseExpression.TryParse(text, out var expression, out _) || !expression.IsKnown ? null : expression.ToString();
    }

    [SkippableFact]
    public void The_embedded_lists_are_those_of_the_package()
    {
        var lines = SpdxLists.ReadLines();
        Assert.Equal(Read("spdx-license-ids/index.json"), lines[0].Split(' '));
        Assert.Equal(Read("spdx-license-ids/deprecated.json"), lines[1].Split(' '));
        Assert.Equal(Read("spdx-exceptions/index.json", "spdx-exceptions/deprecated.json"), lines[2].Split(' '));

        static IEnumerable<string> Read(params string[] files) =>
            files.SelectMany(f => JsonSerializer.Deserialize<string[]>(File.ReadAllText(Peer.NodeModule(f)))!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Every_spelling_means_a_licence_on_the_list()
    {
        foreach (var name in new[] { "Apache 2", "Expat", "GPL-3+", "AGPLv3", "PSF", "Artistic", "Eclipse Public License - v 2.0" })
        {
            Assert.True(LicenseExpression.TryParse(name, out var expression, out var problem) && expression.IsKnown, name + problem);
        }
    }
}
