using System.Buffers.Text;
using System.Text.Json;

namespace PipelineKit.Canary;

/// <summary>What an answer of Prometheus says, told token by token.</summary>
internal sealed class AnswerReader(MetricServerOptions options)
{
    private readonly List<Series> _series = [];
    private readonly List<string> _warnings = [];
    private readonly SampleList _samples = new();
    private readonly HashSet<string> _topMembers = [];
    private readonly HashSet<string> _dataMembers = [];
    private readonly HashSet<string> _members = [];
    private readonly Stack<Place> _places = new();
    private Dictionary<string, string>? _labels;
    private string _member = "";
    private double _time = double.NaN;
    private int _total;
    private int _skipDepth;
    private bool _hasResult;
    private bool _isScalar;

    private enum Place
    {
        None,
        Top,
        Data,
        Result,
        Item,
        Metric,
        Pairs,
        Pair,
        Warnings,
    }

    public bool IsComplete { get; private set; }

    public string Status { get; private set; } = "";

    public string ResultType { get; private set; } = "";

    public string ErrorType { get; private set; } = "";

    public string Error { get; private set; } = "";

    public bool HasResult => _hasResult && !_isScalar;

    public SeriesSet Result => new(_series, _warnings);

    public void Accept(ref Utf8JsonReader reader)
    {
        if (_skipDepth > 0)
        {
            _skipDepth += reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? 1 : reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray ? -1 : 0;
            return;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _member = reader.GetString()!;
                AddMember();
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                Open(reader.TokenType == JsonTokenType.StartObject);
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                Close();
                break;
            default:
                Value(ref reader);
                break;
        }
    }

    private void AddMember()
    {
        var isNew = _places.Peek() switch
        {
            Place.Metric => !_labels!.ContainsKey(_member),
            Place.Top => _topMembers.Add(_member),
            Place.Data => _dataMembers.Add(_member),
            _ => _members.Add(_member),
        };
        if (!isNew)
        {
            throw Bad($"the member `{_member}` stands twice");
        }
    }

    private void Open(bool isObject)
    {
        var inside = (_places.TryPeek(out var place) ? place : Place.None, _member, isObject) switch
        {
            (Place.None, _, true) => Place.Top,
            (Place.Top, "data", true) => Place.Data,
            (Place.Top, "warnings", false) => Place.Warnings,
            (Place.Data, "result", false) => Place.Result,
            (Place.Result, _, true) => Place.Item,
            (Place.Item, "metric", true) => Place.Metric,
            (Place.Item, "values", false) => Place.Pairs,
            (Place.Item, "value", false) or (Place.Pairs, _, false) => Place.Pair,
            (Place.Item, "histogram" or "histograms", _) => throw Bad("it has native histograms, which are not read; ask for the classic `_bucket` series, or for a value computed from it", isQuery: true),
            (Place.Top or Place.Data or Place.Item, _, _) when !IsKnown() => Place.None,
            _ => throw Bad("its form is not that of a result"),
        };
        if (inside == Place.None)
        {
            _skipDepth = 1;
            return;
        }

        _places.Push(inside);
        switch (inside)
        {
            case Place.Item:
                _members.Clear();
                _samples.Clear();
                _labels = null;
                break;
            case Place.Metric:
                _labels = new Dictionary<string, string>(8, StringComparer.Ordinal);
                break;
            case Place.Result:
                _hasResult = true;
                break;
            case Place.Pair:
                _time = double.NaN;
                _member = "time";
                break;
        }
    }

    private bool IsKnown() => _member is "data" or "warnings" or "status" or "result" or "resultType" or "metric" or "values" or "value";

    private void Close()
    {
        switch (_places.Pop())
        {
            case Place.Top:
                IsComplete = true;
                break;
            case Place.Pair when _member != "end":
                throw Bad("a sample is not a time and a value");
            case Place.Item:
                AddSeries();
                break;
        }
    }

    private void AddSeries()
    {
        _series.Add(_samples.ToSeries(_labels ?? throw Bad("a series has no labels")));
        if (_series.Count > options.MaximumSeries)
        {
            throw Bad($"it has more than {options.MaximumSeries:N0} series; aggregate, or select fewer", isQuery: true);
        }
    }

    private void Value(ref Utf8JsonReader reader)
    {
        switch (_places.TryPeek(out var place) ? place : throw Bad("it is not an object"))
        {
            case Place.Top when _member is "status" or "error" or "errorType" && reader.TokenType == JsonTokenType.String:
                var text = reader.GetString()!;
                _ = _member switch { "status" => Status = text, "error" => Error = text, _ => ErrorType = text };
                break;
            case Place.Data when _member == "resultType" && reader.TokenType == JsonTokenType.String:
                ResultType = reader.GetString()!;
                break;
            case Place.Warnings when reader.TokenType == JsonTokenType.String && _warnings.Count < 100:
                _warnings.Add(reader.GetString()!);
                break;
            case Place.Metric when reader.TokenType == JsonTokenType.String:
                _labels!.Add(_member, reader.GetString()!);
                break;
            case Place.Pair:
                TakeSample(ref reader);
                break;
            case Place.Result:
                _isScalar = true;
                break;
            case Place.Warnings:
                break;
            case var known when known is Place.Pairs or Place.Metric || IsKnown():
                throw Bad($"`{_member}` is not what it should be");
        }
    }

    private void TakeSample(ref Utf8JsonReader reader)
    {
        if (_member == "time" && reader.TokenType == JsonTokenType.Number)
        {
            (_time, _member) = (reader.GetDouble(), "value");
            return;
        }

        if (_member != "value" || reader.TokenType != JsonTokenType.String || !TryNumber(reader.ValueSpan, out var value))
        {
            throw Bad("a sample is not a time and a value in quotes");
        }

        if (++_total > options.MaximumSamples)
        {
            throw Bad($"it has more than {options.MaximumSamples:N0} samples; ask for fewer series or a shorter window", isQuery: true);
        }

        if (_samples.Count > 0 && _time <= _samples.LastTime)
        {
            throw Bad("the samples of a series are not in the order of time");
        }

        _samples.Add(_time, value);
        _member = "end";
    }

    internal static bool TryNumber(ReadOnlySpan<byte> text, out double value)
    {
        double? special = text.SequenceEqual("NaN"u8) ? double.NaN
            : text.SequenceEqual("+Inf"u8) || text.SequenceEqual("Inf"u8) ? double.PositiveInfinity
            : text.SequenceEqual("-Inf"u8) ? double.NegativeInfinity
            : null;
        value = special ?? 0;
        return special is not null || (Utf8Parser.TryParse(text, out value, out var used) && used == text.Length && double.IsFinite(value));
    }

    private static AnswerException Bad(string message, bool isQuery = false) => new("the answer cannot be used: " + message, isQuery);
}
