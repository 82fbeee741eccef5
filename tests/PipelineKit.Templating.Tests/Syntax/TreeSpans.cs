using System.Text;
using PipelineKit.Templating.Syntax;
using Xunit;

namespace PipelineKit.Templating.Tests.Syntax;

/// <summary>Every node lies within the text, its children within itself where the language has them so; text is the bytes of its span.</summary>
internal static class TreeSpans
{
    public static void AssertWithin(Node? node, string text)
    {
        if (node is null)
        {
            return;
        }

        Assert.True(node.Span.Start >= 0 && node.Span.End >= node.Span.Start && node.Span.End <= text.Length, $"{node.GetType().Name} {node.Span} of {text.Length}");
        if (node is TextStatement literal)
        {
            Assert.Equal(Encoding.UTF8.GetBytes(text, node.Span.Start, node.Span.Length), literal.Utf8.ToArray());
        }

        foreach (var child in ChildrenOf(node))
        {
            AssertWithin(child, text);
        }
    }

    private static IEnumerable<Node?> ChildrenOf(Node node) => node switch
    {
        Block block => block.Statements,
        ExpressionStatement print => [print.Expression],
        AssignStatement assign => [assign.Target, assign.Value],
        IfStatement condition => [condition.Condition, condition.Then, condition.Otherwise],
        CaseStatement choice => [choice.Value, .. choice.Clauses.SelectMany(clause => clause.Values), .. choice.Clauses.Select(clause => clause.Body), choice.Otherwise],
        ForStatement loop => [loop.Variable, loop.List, loop.Options.Offset, loop.Options.Limit, loop.Options.Columns, loop.Body, loop.Otherwise],
        WhileStatement loop => [loop.Condition, loop.Body],
        CaptureStatement capture => [capture.Target, capture.Body],
        WithStatement with => [with.Target, with.Body],
        WrapStatement wrap => [wrap.Call, wrap.Body],
        ImportStatement import => [import.Value],
        ReadOnlyStatement constant => [constant.Variable],
        FunctionStatement function => [function.Target, function.Definition],
        FunctionExpression function => [function.Definition],
        FunctionDefinition definition => [definition.Body],
        ReturnStatement result => [result.Value],
        MemberExpression member => [member.Target],
        IndexExpression index => [index.Target, index.Index],
        ParenthesizedExpression nested => [nested.Inner],
        CallExpression call => [call.Target, .. call.Arguments.Select(argument => argument.Value)],
        PipeExpression pipe => [pipe.Source, pipe.Target],
        FunctionReference reference => [reference.Target],
        UnaryExpression unary => [unary.Operand],
        IncrementExpression step => [step.Operand],
        BinaryExpression binary => [binary.Left, binary.Right],
        ConditionalExpression choice => [choice.Condition, choice.Then, choice.Otherwise],
        ArrayExpression array => array.Items,
        ObjectExpression members => members.Members.Select(member => member.Value),
        InterpolatedString parts => parts.Parts,
        _ => [],
    };
}
