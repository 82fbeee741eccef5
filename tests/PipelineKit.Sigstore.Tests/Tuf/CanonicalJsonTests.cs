using System.Text;
using Xunit;

namespace PipelineKit.Sigstore.Tests;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("{ }", "{}")]
    [InlineData("[ 1 , 2 ]", "[1,2]")]
    [InlineData("""{"b":1,"a":{"d":[],"c":null}}""", """{"a":{"c":null,"d":[]},"b":1}""")]
    [InlineData("""{"B":1,"a":2,"_":3}""", """{"B":1,"_":3,"a":2}""")]
    [InlineData("""[true,false,-0,-12]""", "[true,false,0,-12]")]
    [InlineData("""["\n\t\u0041\/\u00e9"]""", "[\"\n\tA/é\"]")]
    [InlineData("""["\"\\"]""", """["\"\\"]""")]
    [InlineData("""{"\ud83d\ude00":1,"\uffff":2}""", "{\"\uffff\":2,\"😀\":1}")]
    public void Values_have_one_form(string json, string canonical) =>
        Assert.Equal(canonical, Encoding.UTF8.GetString(CanonicalJson.Write(TufNode.Parse("test", Encoding.UTF8.GetBytes(json)))));

    [Theory]
    [InlineData("[1.0]")]
    [InlineData("[1e2]")]
    [InlineData("[9223372036854775808]")]
    [InlineData("""["\ud800"]""")]
    [InlineData("""{"\udc00":1}""")]
    public void What_has_no_canonical_form_is_refused(string json) =>
        Assert.Equal(TufProblem.Malformed, Assert.Throws<TufException>(() => CanonicalJson.Write(TufNode.Parse("test", Encoding.UTF8.GetBytes(json)))).Problem);
}
