using System.Buffers;
using Xunit;

namespace PipelineKit.Templating.Tests;

/// <summary>
/// Templates that were made to exhaust the machine: each ends in an error at a place, soon and with bounded memory, in both profiles. The rows with GHSA numbers are the published
/// advisories of the reference engine.
/// </summary>
[Collection(TimedTests.Name)]
public sealed class AbuseTests
{
    // Loops in loops have no limit in Scriban but the time, and lists none but the memory of the machine.
    private static readonly TemplateLimits Scriban = TemplateLimits.Scriban with { Memory = 128L << 20, Time = TimeSpan.FromSeconds(1), RegexTime = TimeSpan.FromMilliseconds(200) };

    public static TheoryData<string, string> Templates()
    {
        var data = new TheoryData<string, string>
        {
            { "GHSA-c875-h985-hvrc: builtins that skip the loop budget", "{{ x = 1..1000000000; x | array.each @string.size | array.size }}" },
            { "GHSA-c875-h985-hvrc: joining without end", "{{ (1..2000000000) | array.join ',' }}" },
            { "GHSA-c875-h985-hvrc: sorting a range", "{{ (1..2000000000) | array.sort | array.last }}" },
            { "GHSA-c875-h985-hvrc: reversing a range", "{{ (1..2000000000) | array.reverse | array.first }}" },
            { "GHSA-c875-h985-hvrc: contains in a range", "{{ (1..2000000000) | array.contains 'x' }}" },
            { "GHSA-q6rr-fm2g-g5x8: array * int", "{{ [1] * 250000000 | array.size }}" },
            { "GHSA-q6rr-fm2g-g5x8: array * int that overflows", "{{ [1, 2, 3, 4] * 1073741824 | array.size }}" },
            { "GHSA-24c8-4792-22hx: insert_at far away", "{{ [1] | array.insert_at 2000000000 'x' | array.size }}" },
            { "GHSA-24c8-4792-22hx: assignment far away", "{{ x = [1]; x[2000000000] = 1; x.size }}" },
            { "GHSA-v66j-x4hw-fv9g: pad_left", "{{ '' | string.pad_left 2147483647 | string.size }}" },
            { "GHSA-v66j-x4hw-fv9g: pad_right", "{{ '' | string.pad_right 2147483647 | string.size }}" },
            { "GHSA-5rpf-x9jg-8j5p: string * int", "{{ 'abcd' * 1000000000 | string.size }}" },
            { "GHSA-5rpf-x9jg-8j5p: int * string that overflows", "{{ 1073741824 * 'abcd' | string.size }}" },
            { "GHSA-5rpf-x9jg-8j5p: doubling in a loop", "{{ x = 'ab'; for i in 1..60; x = x + x; end; x.size }}" },
            { "GHSA-xw6w-9jjh-p9cr: shifts", "{{ x = 1; for i in 1..900; x = x << 1048576; end; x == 0 }}" },
            { "GHSA-xw6w-9jjh-p9cr: a range over everything", "{{ for i in 0..9223372036854775807; end }}" },
            { "GHSA-xw6w-9jjh-p9cr: powers by multiplication", "{{ x = 3; for i in 1..60; x = x * x; end; x == 0 }}" },
            { "GHSA-xw6w-9jjh-p9cr: printing a tower", "{{ x = 1 << 1048576; for i in 1..9; x = x * x; end; x }}" },
            { "GHSA-grr9-747v-xvcp: an object that holds itself", "{{ a = {}; a.me = a; a }}" },
            { "GHSA-grr9-747v-xvcp: an array that holds itself", "{{ a = [1]; a[1] = a; a }}" },
            { "GHSA-grr9-747v-xvcp: two that hold each other, as text", "{{ a = {}; b = {}; a.b = b; b.a = a; x = 'a' + a; x.size }}" },
            { "GHSA-grr9-747v-xvcp: comparing arrays that hold themselves", "{{ a = [1]; a[0] = a; b = [1]; b[0] = b; a == b }}" },
            { "GHSA-xcx6-vp38-8hr5: to_json of a cycle", "{{ a = {}; a.me = a; a | object.to_json }}" },
            { "GHSA-xcx6-vp38-8hr5: to_json of a wide cycle", "{{ a = []; for i in 0..9; a[i] = a; end; a | object.to_json }}" },
            { "GHSA-wgh7-7m3c-fx25: parentheses", "{{ " + new string('(', 100_000) + "1" + new string(')', 100_000) + " }}" },
            { "GHSA-wgh7-7m3c-fx25: blocks", "{{ " + Many("if true; ", 100_000) + Many("end; ", 100_000) + " }}" },
            { "GHSA-wgh7-7m3c-fx25: unary operators", "{{ " + new string('!', 100_000) + "true }}" },
            { "GHSA-p6q4-fgr8-vx4p: array literals", "{{ " + new string('[', 100_000) + new string(']', 100_000) + " }}" },
            { "GHSA-p6q4-fgr8-vx4p: object literals", "{{ " + Many("{a: ", 100_000) + "1" + new string('}', 100_000) + " }}" },
            { "GHSA-p6q4-fgr8-vx4p: array literals on the right of an assignment", "{{ x = " + new string('[', 100_000) + " }}" },
            { "GHSA-6q7j-xr26-3h2c: conditionals", "{{ " + Many("true ? ", 100_000) + "1" + Many(" : 2", 100_000) + " }}" },
            { "GHSA-6q7j-xr26-3h2c: indexers within indexers", "{{ a = [0]; " + Many("a[", 100_000) + "0" + new string(']', 100_000) + " }}" },
            { "GHSA-6q7j-xr26-3h2c: functions within functions", "{{ " + Many("f(", 100_000) + new string(')', 100_000) + " }}" },
            { "GHSA-6q7j-xr26-3h2c: functions without names", "{{ " + Many("do; ", 100_000) + Many("end; ", 100_000) + " }}" },
            { "interpolation within interpolation", "{{ " + Many("$\"{", 10_000) + "1" + Many("}\"", 10_000) + " }}" },
            { "regular expressions that explode", "{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' | regex.match `^(a+)+$` ; x = 'b' * 1000000000 }}" },
            { "replacements that multiply", "{{ x = 'aaaaaaaaaa'; for i in 1..30; x = x | string.replace 'a' x; end; x.size }}" },
            { "regular replacements that multiply", "{{ x = 'aaaaaaaaaa'; for i in 1..30; x = x | regex.replace '.' '$_$_'; end; x.size }}" },
            { "joins that multiply", "{{ x = 'a,a'; for i in 1..60; x = (x | string.split ',' | array.join x); end; x.size }}" },
            { "arrays that double", "{{ x = [1, 2]; for i in 1..60; x = x + x; end; x.size }}" },
            { "lists that double by a builtin", "{{ x = [1, 2]; for i in 1..60; x = x | array.concat x; end; x.size }}" },
            { "interpolated text that grows", "{{ x = 'abc'; for i in 1..60; x = $'{x}{x}'; end; x.size }}" },
            { "escapes that grow", "{{ x = '&'; for i in 1..60; x = x + x | html.escape; end; x.size }}" },
            { "literals that grow", "{{ x = '\"'; for i in 1..60; x = x | string.literal; end; x.size }}" },
            { "encoding again and again", "{{ x = 'abc'; for i in 1..200; x = x | string.base64_encode; end; x.size }}" },
            { "a function that calls itself", "{{ func f; f; end; f }}" },
            { "functions that call each other", "{{ f(x) = g(x); g(x) = f(x); f(1) }}" },
            { "an include of itself", "{{ include 'self' }}" },
            { "captures in a recursion", "{{ func f; capture x; f; end; ret x; end; f }}" },
            { "templates in templates", "{{ x = `object.eval x`; object.eval x }}" },
            { "formats of a great width", "{{ 1 | math.format 'D999999999' }}" },
            { "formats of a great precision", "{{ 1.5 | math.format 'F999999999' }}" },
            { "formats of any object", "{{ 1 | object.format 'N999999999' }}" },
            { "date patterns that grow", "{{ p = '%c'; for i in 1..60; p = p + p; end; date.parse '2024-01-01' | date.to_string p }}" },
            { "JSON of a great depth", "{{ x = '[' * 100000; x | object.from_json }}" },
            { "a loop that never ends", "{{ while true; end }}" },
            { "loops in loops", "{{ for a in 1..1000; for b in 1..1000; for c in 1..1000; for d in 1..1000; end; end; end; end }}" },
            { "a table of great width", "{{ tablerow i in (1..100000000) cols:1; i; end }}" },
            { "an object that grows", "{{ o = {}; i = 0; while true; o['k' + i] = i; i++; end }}" },
            { "long texts that are kept", "{{ x = []; for i in 1..900; for j in 1..900; x[x.size] = 'a' * 1000000 + i; end; end }}" },
            { "long texts that are compared", "{{ x = 'a' * 1000000; y = 'aa' * 500000; while x == y; end }}" },
            { "long texts that are ordered", "{{ x = 'a' * 1000000; y = 'aa' * 500000; while x <= y; end }}" },
            { "long texts as keys", "{{ x = 'a' * 1000000; o = {}; while !(object.has_key o x); end }}" },
            { "long texts in a case", "{{ x = 'a' * 1000000; y = 'aa' * 500000; while true; case x; when y; else; end; end }}" },
            { "long texts that are sorted", "{{ x = ['a' * 1000000, 'aa' * 500000] * 400; while true; y = array.sort x; end }}" },
            { "long texts that change", "{{ x = ['a' * 1000000, 'aa' * 500000] * 400; for i in x; for j in x; end; end }}" },
            { "long texts that are printed", "{{ x = 'a' * 1000000; while true; capture y; x; end; end }}" },
            { "great numbers that are printed", "{{ x = 1 << 1048576; while true; y = '' + x; end }}" },
            { "lists that are printed", "{{ x = [1..999] * 9; while true; y = '' + x; end }}" },
            { "lists that are compared", "{{ x = [1..999] * 900; y = [1..999] * 900; while x == y; end }}" },
            { "objects that are written as JSON", "{{ x = {a: [1..99] * 99}; while true; y = object.to_json x; end }}" },
            { "texts that are parsed", "{{ x = '1+' * 100 + '1'; while true; y = object.eval x; end }}" },
            { "regular expressions of many states", "{{ x = 'a' * 10000; while true; y = x | regex.match '(a|b)*a(a|b){300}c'; end }}" },
            { "regular expressions by the thousand", "{{ i = 0; while true; i++; y = 'a' | regex.match 'a{1,500}b' + i; end }}" },
            { "tables of columns", "{{ while true; capture x; tablerow i in (1..900) cols: 900; i; end; end; end }}" },
        };
        return data;
    }

    [Theory]
    [MemberData(nameof(Templates))]
    public void In_Scriban_it_ends_in_an_error(string what, string template) => EndsInAnError(what, template, new TemplateRenderOptions
    {
        Loader = new SelfLoader(),
        Limits = Scriban,
    });

    [Theory]
    [MemberData(nameof(Templates))]
    public void In_manifests_it_ends_in_an_error(string what, string template) => EndsInAnError(what, template, new TemplateRenderOptions
    {
        Profile = TemplateProfile.Manifest,
        Loader = new SelfLoader(),
    });

    [Theory]
    [InlineData("{{ x = 'abcdefghij' * 100000; for i in 1..900; x; end }}", 1_048_579)]
    [InlineData("{{ x = 'abc'; for i in 1..60; capture x; x; x; end; end; x.size }}", 7)]
    public void GHSA_m2p3_hwv5_xpqw_output_without_end_is_cut_in_Scriban_and_an_error_in_manifests(string template, int expected)
    {
        EndsInAnError("GHSA-m2p3-hwv5-xpqw", template, new TemplateRenderOptions { Profile = TemplateProfile.Manifest });

        var length = 0;
        var taken = TimedTests.Of(TimeSpan.FromSeconds(3), () =>
        {
            var output = new ArrayBufferWriter<byte>();
            Template.Parse(template, "text").Render(new TemplateRenderOptions(), output, CancellationToken.None);
            length = output.WrittenCount;
        });
        Assert.Equal(expected, length);
        Assert.True(taken < TimeSpan.FromSeconds(3), $"It took {taken}.");
    }

    private static void EndsInAnError(string what, string template, TemplateRenderOptions options)
    {
        // Of the published program it is a second and 256 MiB for manifests; code that is not optimized takes its time.
        var isManifest = options.Profile == TemplateProfile.Manifest;
        var most = TimeSpan.FromSeconds(isManifest ? 5 : 10);
        var mostBytes = isManifest ? 256L << 20 : 1L << 30;
        var bytes = 0L;
        var best = TimedTests.Of(most, () =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var exception = Assert.Throws<TemplateException>(() =>
                Template.Parse(template, "text").Render(options, new Discard(), CancellationToken.None));
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.All(exception.Diagnostics, d => Assert.True(d.Place.Line >= 1 && d.Place.Column >= 1, what));
        });

        Assert.True(best <= most, $"{what} took {best}.");
        Assert.True(bytes <= mostBytes, $"{what} allocated {bytes >> 20} MiB.");
    }

    private static string Many(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private sealed class SelfLoader : ITemplateLoader
    {
        public string? GetPath(string name, TemplatePlace from) => name;

        public string? Load(string path) => "{{ include 'self' }}";
    }

    /// <summary>An output that keeps nothing.</summary>
    private sealed class Discard : IBufferWriter<byte>
    {
        private byte[] _buffer = new byte[4096];

        public void Advance(int count)
        {
        }

        public Memory<byte> GetMemory(int sizeHint = 0) => Room(sizeHint);

        public Span<byte> GetSpan(int sizeHint = 0) => Room(sizeHint);

        private byte[] Room(int size) => _buffer.Length >= size ? _buffer : _buffer = new byte[size];
    }
}
