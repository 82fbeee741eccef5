using System.Globalization;
using System.Text;
using PipelineKit.Templating.Syntax;

namespace PipelineKit.Templating.Tests.Syntax;

/// <summary>A tree as a compact s-expression; children in order, one pair of parentheses for each node that has any.</summary>
internal static class TreeText
{
    public static string Of(Block block) => string.Join(' ', block.Statements.Select(Of));

    public static string Of(Statement statement) => statement switch
    {
        Block block => $"{{{Of(block)}}}",
        TextStatement text => $"'{Escape(Encoding.UTF8.GetString(text.Utf8.Span))}'",
        EnterIndent enter => $"(enter '{Escape(enter.Indent)}')",
        LeaveIndent => "(leave)",
        ExpressionStatement print => $"(print {Of(print.Expression)})",
        AssignStatement assign => $"({assign.Compound?.ToString() ?? "set"} {Of(assign.Target)} {Of(assign.Value)})",
        IfStatement condition => $"(if {Of(condition.Condition)} {Of((Statement)condition.Then)}{(condition.Otherwise is { } other ? " else " + Of(other) : "")})",
        CaseStatement choice => $"(case {Of(choice.Value)} {string.Join(' ', choice.Clauses.Select(clause => $"(when {string.Join(' ', clause.Values.Select(Of))} {Of((Statement)clause.Body)})"))}{(choice.Otherwise is { } other ? " else " + Of((Statement)other) : "")})",
        ForStatement loop => $"({(loop.Kind == LoopKind.For ? "for" : "tablerow")} {Of(loop.Variable)} {Of(loop.List)}{Options(loop.Options)} {Of((Statement)loop.Body)}{(loop.Otherwise is { } other ? " else " + Of((Statement)other) : "")})",
        WhileStatement loop => $"(while {Of(loop.Condition)} {Of((Statement)loop.Body)})",
        BreakStatement => "(break)",
        ContinueStatement => "(continue)",
        CaptureStatement capture => $"(capture {Of(capture.Target)} {Of((Statement)capture.Body)})",
        WithStatement with => $"(with {Of(with.Target)} {Of((Statement)with.Body)})",
        ImportStatement import => $"(import {Of(import.Value)})",
        ReadOnlyStatement constant => $"(readonly {Of(constant.Variable)})",
        WrapStatement wrap => $"(wrap {Of(wrap.Call)} {Of((Statement)wrap.Body)})",
        FunctionStatement function => $"(func {Of(function.Target)} {Of(function.Definition)})",
        ReturnStatement @return => @return.Value is { } value ? $"(ret {Of(value)})" : "(ret)",
        _ => statement.GetType().Name,
    };

    public static string Of(Expression expression) => expression switch
    {
        LiteralExpression literal => Of(literal.Value),
        GlobalVariable variable => variable.Name,
        LocalVariable variable => "$" + variable.Name,
        ArgumentVariable variable => "$" + variable.Index.ToString(CultureInfo.InvariantCulture),
        ArgumentsVariable => "$",
        BodyVariable => "$$",
        ThisVariable => "this",
        LoopVariable variable => $"<{variable.Kind}.{variable.Member}>",
        MemberExpression member => $"({(member.IsNullConditional ? "?." : ".")} {Of(member.Target)} {member.Name})",
        IndexExpression index => $"([] {Of(index.Target)} {Of(index.Index)})",
        ParenthesizedExpression nested => $"(( {Of(nested.Inner)})",
        CallExpression call => $"(call {string.Join(' ', call.Arguments.Select(Of).Prepend(Of(call.Target)))})",
        PipeExpression pipe => $"(| {Of(pipe.Source)} {Of(pipe.Target)})",
        FunctionReference reference => $"(@ {Of(reference.Target)})",
        FunctionExpression function => $"(do {Of(function.Definition)})",
        UnaryExpression unary => $"({unary.Operator} {Of(unary.Operand)})",
        IncrementExpression step => $"({(step.IsPrefix ? "pre" : "post")}{step.Delta.ToString("+0;-0", CultureInfo.InvariantCulture)} {Of(step.Operand)})",
        BinaryExpression binary => $"({binary.Operator} {Of(binary.Left)} {Of(binary.Right)})",
        ConditionalExpression choice => $"(? {Of(choice.Condition)} {Of(choice.Then)} {Of(choice.Otherwise)})",
        ArrayExpression array => $"[{string.Join(' ', array.Items.Select(Of))}]",
        ObjectExpression members => $"{{{string.Join(' ', members.Members.Select(member => $"{member.Key}:{Of(member.Value)}"))}}}",
        InterpolatedString text => $"($ {string.Join(' ', text.Parts.Select(Of))})",
        _ => expression.GetType().Name,
    };

    private static string Of(Argument argument) =>
        (argument.Name is { } name ? name + ":" : "") + (argument.IsSpread ? "^" : "") + (argument.Value is { } value ? Of(value) : "");

    private static string Of(FunctionDefinition definition) =>
        $"{(definition.Parameters is { } parameters ? $"({string.Join(' ', parameters.Select(Of))}) " : "")}{{{Of(definition.Body)}}}";

    private static string Of(FunctionParameter parameter) =>
        parameter.Name + (parameter.HasDefault ? "=" + Of(parameter.Default) : "") + (parameter.IsVariadic ? "..." : "");

    private static string Options(LoopOptions options) =>
        (options.Offset is { } offset ? " offset:" + Of(offset) : "") + (options.IsReversed ? " reversed" : "")
        + (options.Limit is { } limit ? " limit:" + Of(limit) : "") + (options.Columns is { } columns ? " cols:" + Of(columns) : "")
        + (options.Invalid is { } invalid ? $" !{invalid.Message}" : "");

    private static string Of(ScriptValue value) => value.Kind switch
    {
        ScriptValueKind.String => $"\"{Escape(value.AsString!)}\"",
        ScriptValueKind.Integer => value.AsLong.ToString(CultureInfo.InvariantCulture),
        ScriptValueKind.Long => value.AsLong.ToString(CultureInfo.InvariantCulture) + "L",
        ScriptValueKind.BigInteger => value.AsBigInteger.ToString(CultureInfo.InvariantCulture) + "N",
        ScriptValueKind.Float => value.AsDouble.ToString(CultureInfo.InvariantCulture) + "f",
        ScriptValueKind.Double => value.AsDouble.ToString(CultureInfo.InvariantCulture) + "d",
        ScriptValueKind.Decimal => value.AsDecimal.ToString(CultureInfo.InvariantCulture) + "m",
        _ => value.ToString(),
    };

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal);
}
