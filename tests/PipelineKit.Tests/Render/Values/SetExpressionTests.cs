using PipelineKit.Failures;
using PipelineKit.Render.Values;
using PipelineKit.Templating;
using Xunit;

namespace PipelineKit.Tests.Render.Values;

public sealed class SetExpressionTests
{
    [Theory]
    [InlineData("replicas=3", """{"app":{"ports":[80]},"replicas":3}""")]
    [InlineData("app.name=x=y", """{"app":{"ports":[80],"name":"x=y"}}""")]
    [InlineData("app.ports[0]=81", """{"app":{"ports":[81]}}""")]
    [InlineData("app.ports[1]=81", """{"app":{"ports":[80,81]}}""")]
    [InlineData("list[0].name=a", """{"app":{"ports":[80]},"list":[{"name":"a"}]}""")]
    [InlineData("grid[0][0]=1", """{"app":{"ports":[80]},"grid":[[1]]}""")]
    [InlineData("labels[\"a.b/c\"]=on", """{"app":{"ports":[80]},"labels":{"a.b/c":"on"}}""")]
    [InlineData("version:=1.10", """{"app":{"ports":[80]},"version":"1.10"}""")]
    [InlineData("flag=true", """{"app":{"ports":[80]},"flag":true}""")]
    [InlineData("nothing=", """{"app":{"ports":[80]},"nothing":null}""")]
    [InlineData("empty:=", """{"app":{"ports":[80]},"empty":""}""")]
    public void A_line_sets_what_its_path_names(string line, string expected)
    {
        var values = Sample();

        SetExpression.Apply(values, line);

        Assert.Equal(expected, ScriptJson.Write(null, values, indented: false, escapeNonAscii: false));
    }

    [Theory]
    [InlineData("replicas", "not of the form")]
    [InlineData("=3", "not of the form")]
    [InlineData(":=3", "must begin with a name")]
    [InlineData("a..b=1", "a name in the path is empty")]
    [InlineData("[0]=1", "must begin with a name")]
    [InlineData("app.ports[x]=1", "neither a position")]
    [InlineData("app.ports[99999]=1", "neither a position")]
    [InlineData("app.ports[5]=1", "past the end of a list of 1")]
    [InlineData("app.ports[0=1", "not closed")]
    [InlineData("app.ports.x=1", "not a mapping")]
    [InlineData("app[0]=1", "not a list")]
    public void A_line_that_cannot_be_applied_says_why(string line, string why)
    {
        var thrown = Assert.Throws<FailureException>(() => SetExpression.Apply(Sample(), line));

        var failure = Assert.Single(thrown.Failures);
        Assert.Equal(FailureCodes.BadInputValue, failure.Code);
        Assert.Contains(why, failure.What, StringComparison.Ordinal);
        Assert.Equal("set", failure.Place?.Input);
    }

    private static ScriptObject Sample()
    {
        var ports = new ScriptArray();
        ports.Add(80);
        var app = new ScriptObject { ["ports"] = ports };
        return new ScriptObject { ["app"] = app };
    }

    [Fact]
    public void A_path_of_very_many_steps_is_refused()
    {
        var line = string.Concat(Enumerable.Repeat("a.", 50_000)) + "b=1";

        var failure = Assert.Single(Assert.Throws<FailureException>(() => SetExpression.Apply(new ScriptObject(), line)).Failures);
        Assert.Contains("50001 steps", failure.What, StringComparison.Ordinal);
        Assert.True(failure.What.Length < 300);
    }
}
