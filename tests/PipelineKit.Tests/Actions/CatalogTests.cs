using System.Reflection;
using PipelineKit.Actions;
using PipelineKit.Actions.Rendering;
using PipelineKit.Cli;
using Xunit;

namespace PipelineKit.Tests.Actions;

/// <summary>What every definition must keep, so that both hosts, the command line and the documentation can be rendered from it.</summary>
public sealed class CatalogTests
{
    public static TheoryData<string> Commands() => new(Catalog.All(() => throw new InvalidOperationException("nothing is run")).Select(a => a.Name));

    [Theory]
    [MemberData(nameof(Commands))]
    public void Names_are_kebab_case_and_unique_on_both_hosts(string command)
    {
        var action = Find(command);
        var inputs = action.AllInputs.Select(i => i.Name).Append(CommandSelector.Name).ToArray();
        var outputs = action.AllOutputs.Select(o => o.Name).ToArray();

        Assert.All(inputs.Concat(outputs).Append(action.Name), name => Assert.Matches("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", name));
        Assert.Equal(inputs.Distinct(StringComparer.Ordinal), inputs);
        Assert.Equal(outputs.Distinct(StringComparer.Ordinal), outputs);
        Assert.Equal(inputs.Length, inputs.Select(AzureName.Of).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Texts_are_sentences_that_fit_one_line_of_metadata(string command)
    {
        var action = Find(command);

        Assert.False(action.Summary.EndsWith('.'), "a summary has no full stop");
        Assert.All(action.AllInputs.Select(i => i.Description).Concat(action.AllOutputs.Select(o => o.Description)), text =>
        {
            Assert.EndsWith(".", text, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', text);
        });
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_default_is_a_value_its_own_input_takes(string command)
    {
        foreach (var input in Find(command).AllInputs.Where(i => !i.Required))
        {
            var parse = (Delegate)input.GetType().GetProperty("Parse")!.GetValue(input)!;
            try
            {
                parse.DynamicInvoke(input.Default ?? "");
            }
            catch (TargetInvocationException problem)
            {
                Assert.Fail($"{input.Name}: `{input.Default}`: {problem.InnerException!.Message}");
            }
        }
    }

    [Fact]
    public void An_input_of_several_commands_has_one_shape_so_that_one_entry_can_serve_all() =>
        Assert.All(InputUnion.Of(Catalog.Published), union => Assert.Single(union.Uses.Select(u => u.Input.Shape).Distinct()));

    [Fact]
    public void The_Marketplace_takes_the_description() => Assert.InRange(Product.Summary.Length, 1, 125);

    [Fact]
    public void Azure_takes_the_name_of_the_task() => Assert.InRange(Product.Name.Length, 1, 40);

    private static ActionDefinition Find(string command) => Catalog.All(() => throw new InvalidOperationException("nothing is run")).Single(a => a.Name == command);
}
