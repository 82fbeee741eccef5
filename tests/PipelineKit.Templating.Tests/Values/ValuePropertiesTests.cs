using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PipelineKit.Templating.Evaluation;
using PipelineKit.Templating.Syntax;
using Xunit;

namespace PipelineKit.Templating.Tests.Values;

public sealed class ValuePropertiesTests : IDisposable
{
    private readonly OutputWriter _output;
    private readonly RenderContext _context;

    public ValuePropertiesTests()
    {
        _output = new OutputWriter(new ArrayBufferWriter<byte>());
        _context = new RenderContext(new TemplateRenderOptions(), TemplateParseOptions.Default, new TemplateSource("text", string.Empty), _output, CancellationToken.None);
    }

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Integers_of_any_size_add_and_multiply_as_integers_do() =>
        Prop.ForAll<long, long, int>((a, b, c) => Check(a, b, c)).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_written_straight_to_bytes_is_what_is_printed() =>
        Prop.ForAll<long, double, bool>((integer, number, truth) =>
            Agrees(ScriptValue.Of(integer)) && Agrees(ScriptValue.Of(number)) && Agrees(ScriptValue.Of((float)number)) && Agrees(ScriptValue.Of(truth))).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_survives_JSON() =>
        Prop.ForAll<string?, bool>(static (text, escape) =>
        {
            var valid = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? string.Empty));
            var json = ScriptJson.Write(context: null, ScriptValue.Of(valid), indented: false, escape);
            return string.Equals(ScriptJson.Parse(json, exactNumbers: true).AsString, valid, StringComparison.Ordinal)
                && string.Equals(System.Text.Json.JsonSerializer.Deserialize<string>(json), valid, StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_texts_is_an_order() =>
        Prop.ForAll<NonNull<string>, NonNull<string>, NonNull<string>>(static (a, b, c) =>
        {
            var (ab, bc, ac) = (TextOrder.Compare(a.Get, b.Get), TextOrder.Compare(b.Get, c.Get), TextOrder.Compare(a.Get, c.Get));
            return Math.Sign(ab) == -Math.Sign(TextOrder.Compare(b.Get, a.Get)) && !(ab <= 0 && bc <= 0 && ac > 0);
        }).QuickCheckThrowOnFailure();

    private bool Check(long a, long b, int c)
    {
        var (first, second) = (ScriptValue.Shrunk(a * 4_000_000_007L), ScriptValue.Shrunk(b));
        var sum = Operators.Binary(_context, BinaryOperator.Add, first, second);
        var product = Operators.Binary(_context, BinaryOperator.Multiply, first, ScriptValue.Of(c));
        return ToBig(sum) == ToBig(first) + b
            && ToBig(product) == ToBig(first) * c
            && ToBig(Operators.Binary(_context, BinaryOperator.Subtract, sum, second)) == ToBig(first)
            && sum.Kind == ScriptValue.Shrunk(ToBig(sum)).Kind;
    }

    private BigInteger ToBig(ScriptValue value) => BigInteger.Parse(ValueText.ToText(_context, value), CultureInfo.InvariantCulture);

    private bool Agrees(ScriptValue value)
    {
        Span<byte> bytes = stackalloc byte[64];
        return ValueText.TryFormatUtf8(_context, value, bytes, out var written)
            && string.Equals(Encoding.UTF8.GetString(bytes[..written]), ValueText.ToText(_context, value), StringComparison.Ordinal)
            && !ValueText.TryFormatUtf8(_context, value, [], out _);
    }
}
