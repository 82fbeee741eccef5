using Xunit;

namespace PipelineKit.Templating.Tests.Evaluation;

public sealed class ErrorsTests
{
    [Theory]
    [InlineData("{{ a.b }}", "text(1,6) : error : Cannot get the member a.b for a null object.")]
    [InlineData("{{ a[0] }}", "text(1,4) : error : Object `a` is null. Cannot access indexer: a[0]")]
    [InlineData("{{ a.b = 1 }}", "text(1,6) : error : Object `a` is null. Cannot access member: a.b")]
    [InlineData("{{ o = {}; o[null] }}", "text(1,14) : error : Cannot access target `o` with a null indexer: o[null]")]
    [InlineData("{{ f 1 }}", "text(1,4) : error : The function `f` was not found")]
    [InlineData("{{ x = 5; x 1 }}", "text(1,11) : error : Invalid target function `5` (int)")]
    [InlineData("{{ x = 5; 1 | x }}", "text(1,15) : error : Pipe expression destination `x` is not a valid function ")]
    [InlineData("{{ string.slice }}", "text(1,16) : error : Invalid number of arguments `0` passed to `string.slice` while expecting `2` arguments")]
    [InlineData("{{ func f(a); end; f 1 2 3 }}", "text(1,26) : error : Invalid number of arguments `3` passed to `f 1 2 3` while expecting `1` arguments")]
    [InlineData("{{ x = 1; readonly x; x = 2 }}", "text(1,23) : error : Cannot set the readonly variable `x`")]
    [InlineData("{{ string.x = 2 }}", "text(1,11) : error : Cannot set a value for the readonly member: string.x")]
    [InlineData("{{ with x; end }}", "text(1,9) : error : Invalid target property `x` used for [with] statement. Must be a ScriptObject instead of `null`")]
    [InlineData("{{ import 5 }}", "text(1,11) : error : Unexpected value `int` for import. Expecting an plain script object.")]
    [InlineData("{{ for x in 5; end }}", "text(1,13) : error : Unexpected type `System.Int32` for iterator")]
    [InlineData("{{ break }}", "text(1,4) : error : The <break> statement can only be used inside for/while loops")]
    [InlineData("{{ while true; end }}", "text(1,4) : error : Exceeding number of iteration limit `1000` for loop statement.")]
    [InlineData("{{ for i in 1..999; for j in 1..2; end; end }}", "text(1,21) : error : Exceeding number of iteration limit `1000` for loop statement.")]
    [InlineData("{{ func f; f; end; f }}", "text(1,12) : error : Exceeding number of recursive depth limit `100` for node: `f`")]
    [InlineData("{{ $0 }}", "text(1,4) : error : Object `$` is null. Cannot access indexer: $0")]
    [InlineData("{{ include 'x' }}", "text(1,4) : error : Unable to include <x>. No TemplateLoader registered in TemplateContext.TemplateLoader")]
    [InlineData("{{ 1 ?? a.b }}", "text(1,11) : error : Cannot get the member a.b for a null object.")]
    public void An_error_says_what_and_where(string template, string expected) => Assert.Equal(expected, Rendered.Error(template).ToString());

    [Theory]
    [InlineData("{{ missing }}", "text(1,4) : error : The variable or function `missing` was not found")]
    [InlineData("{{ nmae }}", "text(1,4) : error : The variable or function `nmae` was not found. Did you mean `name`?")]
    [InlineData("{{ o.nmae }}", "text(1,6) : error : Cannot get member with name nmae. Did you mean `name`?")]
    [InlineData("{{ math.round 1.5 nope: 1 }}", "text(1,19) : error : The function `math.round` takes no argument named `nope`; its arguments are: value, precision.")]
    [InlineData("{{ missing ?? other }}", "text(1,15) : error : The variable or function `other` was not found")]
    [InlineData("{{ while true; end }}", "text(1,4) : error : Exceeding the limit of `2000` steps of one rendering.")]
    public void A_manifest_is_strict(string template, string expected)
    {
        var error = Rendered.Error(template, Manifest()).ToString();
        Assert.Equal(expected.Split("its arguments", 2)[0], error.Split("its arguments", 2)[0]);
    }

    [Theory]
    [InlineData("{{ missing ?? 'd' }}", "d")]
    [InlineData("{{ o.missing ?? 'd' }}", "d")]
    [InlineData("{{ o.missing.deep ?? 'd' }}", "d")]
    [InlineData("{{ o?.missing }}{{ missing?.x }}", "")]
    [InlineData("{{ 1 ?? o.missing }}", "1")]
    [InlineData("{{ (missing ?? o.missing) ?? 3 }}", "3")]
    [InlineData("{{ o.name ?! 'has' }}", "has")]
    public void Optional_data_of_a_manifest_can_be_asked_for(string template, string expected) => Assert.Equal(expected, Rendered.Text(template, Manifest()));

    [Fact]
    public void Deep_recursion_ends_in_the_limit_and_not_in_a_crash()
    {
        var options = Manifest() with { Limits = TemplateLimits.Manifest with { RecursiveLimit = 0 } };

        var error = Rendered.Error("{{ func f(x); ret f (((((x))))); end; f 1 }}", options);

        Assert.Equal(TemplateErrorKind.Limit, error.Kind);
    }

    [Fact]
    public void Output_is_cut_in_Scriban_and_an_error_in_a_manifest()
    {
        var limits = TemplateLimits.Scriban with { OutputLength = 5 };

        Assert.Equal("ab€de...", Rendered.Text("{{ 'ab€' }}{{ 'defg' }}h", new TemplateRenderOptions { Limits = limits }));
        Assert.Equal("abcde", Rendered.Text("abcde", new TemplateRenderOptions { Limits = limits }));
        var error = Rendered.Error("{{ 'abcdef' }}", Manifest() with { Limits = limits with { CutsOutput = false } });
        Assert.Equal((TemplateErrorKind.Limit, "Exceeding the limit of `5` bytes of output."), (error.Kind, error.Message));
    }

    [Fact]
    public void A_rendering_that_takes_too_long_ends()
    {
        var options = Manifest() with { Limits = TemplateLimits.Manifest with { Time = TimeSpan.FromTicks(1), Steps = 0 } };

        Assert.Equal(TemplateErrorKind.Limit, Rendered.Error("{{ while true; end }}", options).Kind);
    }

    [Fact]
    public void A_rendering_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        var template = Template.Parse("{{ while true; end }}", "text");

        Assert.Throws<OperationCanceledException>(() => template.Render(new TemplateRenderOptions { Limits = TemplateLimits.Manifest }, new System.Buffers.ArrayBufferWriter<byte>(), cancellation.Token));
    }

    [Fact]
    public void The_switches_of_Scriban_relax_and_tighten()
    {
        Assert.Equal("", Rendered.Text("{{ a.b.c }}{{ a[0] }}", new TemplateRenderOptions { RelaxedTargetAccess = true }));
        Assert.Equal("", Rendered.Text("{{ f 1 }}", new TemplateRenderOptions { RelaxedFunctionAccess = true }));
        Assert.Equal("", Rendered.Text("{{ o = {}; o[null] }}", new TemplateRenderOptions { NullIndexer = true }));
        Assert.Equal(
            "text(1,15) : error : The index 3 is out of bounds [0, 1] on the `a` with the indexer: 3",
            Rendered.Error("{{ a = [1]; a[3] }}", new TemplateRenderOptions { RelaxedIndexerAccess = false }).ToString());
        Assert.Equal("text(1,4) : error : The variable or function `x` was not found", Rendered.Error("{{ x ?? 1 }}", new TemplateRenderOptions { StrictVariables = true }).ToString());
        Assert.Equal("text(1,14) : error : Cannot get member with name x.", Rendered.Error("{{ o = {}; o.x }}", new TemplateRenderOptions { RelaxedMemberAccess = false }).ToString());
    }

    private static TemplateRenderOptions Manifest()
    {
        var inner = new ScriptObject();
        inner.Set("name", "n");
        var model = new ScriptObject();
        model.Set("name", "app");
        model.Set("o", inner);
        return new TemplateRenderOptions { Profile = TemplateProfile.Manifest, Model = model, Limits = TemplateLimits.Manifest with { Steps = 2000 } };
    }
}
