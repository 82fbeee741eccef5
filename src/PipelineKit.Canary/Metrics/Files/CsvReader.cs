using System.Globalization;
using System.Text;

namespace PipelineKit.Canary;

/// <summary>Reads the rows of a CSV file.</summary>
internal sealed class CsvReader
{
    private const int MaximumColumns = 200;
    private readonly TextLines _lines;
    private readonly FileSeries _series;
    private readonly List<string> _fields = [];
    private readonly StringBuilder _key = new();
    private string[] _columns = [];
    private int _time = -1;
    private int _name = -1;
    private int _value = -1;
    private int _last;

    public CsvReader(TextLines lines) => (_lines, _series) = (lines, new FileSeries(lines));

    public void Accept(ReadOnlySpan<char> line, int number)
    {
        _last = number;
        if (line.IsEmpty)
        {
            return;
        }

        Split(line, number);
        if (_columns.Length == 0)
        {
            Header(number);
            return;
        }

        if (_fields.Count != _columns.Length)
        {
            throw _lines.Bad(number, $"the row has {_fields.Count} fields, the header {_columns.Length}");
        }

        if (_value >= 0)
        {
            LongRow(number);
        }
        else
        {
            WideRow(number);
        }
    }

    public List<Series> Finish(bool hasLastEnd) =>
        _columns.Length == 0 ? throw _lines.Bad(1, "the file is empty; its first line names the columns")
        : !hasLastEnd && _fields.Count != _columns.Length ? throw _lines.Bad(_last, "the last row is cut")
        : _series.ToList(1);

    private void Header(int number)
    {
        _columns = [.. _fields.Select(f => f.Trim())];
        var lower = _columns.Select(c => c.ToLowerInvariant()).ToList();
        _time = lower.IndexOf("time") is >= 0 and var time ? time : lower.IndexOf("timestamp");
        _name = lower.IndexOf("name") is >= 0 and var name ? name : lower.IndexOf("metric");
        _value = lower.IndexOf("value");
        if (_time < 0 || (_value >= 0 && _name < 0) || _columns.Length < 2)
        {
            throw _lines.Bad(number, "the header is `time,name,value` with a column for each label, or `time,baseline,canary`");
        }

        if (_columns.Length > MaximumColumns || lower.Distinct(StringComparer.Ordinal).Count() != lower.Count || lower.Contains(""))
        {
            throw _lines.Bad(number, $"every column needs a name of its own, and there are at most {MaximumColumns}");
        }
    }

    private void LongRow(int number)
    {
        _key.Clear();
        for (var i = 0; i < _columns.Length; i++)
        {
            _ = i == _time || i == _value ? _key : _key.Append(_fields[i]).Append('\0');
        }

        var key = _key.ToString();
        Sample(_series.Find(key) ?? _series.Add(key, Labels(number), number), _fields[_value], number);
    }

    private Dictionary<string, string> Labels(int number)
    {
        if (_fields[_name].Length == 0)
        {
            throw _lines.Bad(number, "the row names no metric");
        }

        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { [SeriesSelector.NameLabel] = _fields[_name] };
        for (var i = 0; i < _columns.Length; i++)
        {
            if (i != _time && i != _name && i != _value && _fields[i].Length > 0)
            {
                labels.Add(_columns[i], _fields[i]);
            }
        }

        return labels;
    }

    private void WideRow(int number)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            if (i != _time)
            {
                var samples = _series.Find(_columns[i]) ?? _series.Add(_columns[i], new(StringComparer.Ordinal) { [SeriesSelector.NameLabel] = "value", ["arm"] = _columns[i] }, number);
                Sample(samples, _fields[i], number);
            }
        }
    }

    private void Sample(SampleList samples, string value, int number)
    {
        if (!TryTime(_fields[_time], out var time))
        {
            throw _lines.Bad(number, $"`{_fields[_time]}` is not a time: write 2030-01-02T03:04:05Z or seconds since 1970");
        }

        if (value.Trim().Length == 0)
        {
            return;
        }

        if (!FileSeries.TryNumber(value.AsSpan().Trim(), out var parsed))
        {
            throw _lines.Bad(number, $"`{value}` is not a number");
        }

        _series.Sample(samples, time, parsed, number);
    }

    private static bool TryTime(string text, out double seconds)
    {
        if (FileSeries.TryNumber(text, out seconds))
        {
            return double.IsFinite(seconds) && Math.Abs(seconds) < 1e11;
        }

        var hasZone = text.Length > 19 && (text[^1] is 'Z' or 'z' || text.AsSpan(19).ContainsAny('+', '-'));
        var isTime = hasZone && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && (seconds = (time.ToUniversalTime() - DateTimeOffset.UnixEpoch).TotalSeconds) > 0;
        return isTime;
    }

    private void Split(ReadOnlySpan<char> line, int number)
    {
        _fields.Clear();
        var at = 0;
        while (true)
        {
            if (at < line.Length && line[at] == '"')
            {
                at = Quoted(line, at + 1, number);
            }
            else
            {
                var end = line[at..].IndexOf(',') is >= 0 and var comma ? at + comma : line.Length;
                _fields.Add(line[at..end].ToString());
                at = end;
            }

            if (at == line.Length)
            {
                return;
            }

            at++;
        }
    }

    private int Quoted(ReadOnlySpan<char> line, int at, int number)
    {
        var field = new StringBuilder();
        for (; at < line.Length; at++)
        {
            if (line[at] != '"')
            {
                field.Append(line[at]);
            }
            else if (at + 1 < line.Length && line[at + 1] == '"')
            {
                field.Append('"');
                at++;
            }
            else if (at + 1 == line.Length || line[at + 1] == ',')
            {
                _fields.Add(field.ToString());
                return at + 1;
            }
            else
            {
                break;
            }
        }

        throw _lines.Bad(number, "a field in quotes ends with a quote before the comma, on the same line; a quote within is written twice");
    }
}
