namespace PipelineKit.Evidence.Tests.Xml;

/// <summary>CycloneDX XML documents of our own.</summary>
internal static class SampleXml
{
    private const string Component = """
        <component type="library" bom-ref="a">
          <publisher>P</publisher><group>org.acme</group><name>lib</name><version>1.0</version><description>D &amp; <![CDATA[<d>]]></description><scope>required</scope>
          <hashes><hash alg="SHA-256">e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855</hash></hashes>
          <licenses><license><id>Apache-2.0</id><url>https://www.apache.org/licenses/LICENSE-2.0</url></license></licenses>
          <copyright>C</copyright><cpe>cpe:/a:acme:lib:1.0</cpe><purl>pkg:maven/org.acme/lib@1.0</purl><modified>false</modified>
          <pedigree><commits><commit><uid>1</uid><url>https://x</url><author><timestamp>2018-11-07T22:01:45Z</timestamp><name>A</name><email>a@example.com</email></author></commit></commits><notes>N</notes></pedigree>
          <components><component type="file" bom-ref="b"><name>nested</name><version>2</version></component></components>
        </component>
        """;

    private const string Metadata = """
        <metadata><timestamp>2020-04-13T20:20:39+00:00</timestamp><tools><tool><vendor>V</vendor><name>T</name><version>1</version></tool></tools><authors><author><name>Ada</name><email>ada@example.com</email></author></authors>
        <component type="container" bom-ref="i"><name>app</name><version>sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</version></component><supplier><name>ACME</name><url>https://acme</url></supplier></metadata>
        """;

    private const string Vulnerabilities = """
        <vulnerabilities><vulnerability bom-ref="v"><id>CVE-1</id><source><name>NVD</name><url>https://nvd</url></source><references><reference><id>GHSA-1</id><source><name>GHSA</name></source></reference></references>
        <ratings><rating><source><name>nvd</name></source><score>9.8</score><severity>critical</severity><method>CVSSv31</method><vector>CVSS:3.1/AV:N</vector></rating></ratings><cwes><cwe>1</cwe></cwes><description>X</description>
        <advisories><advisory><url>https://a</url></advisory></advisories><published>2020-01-01T00:00:00Z</published><analysis><state>not_affected</state><justification>code_not_present</justification><detail>Z</detail></analysis>
        <affects><target><ref>a</ref><versions><version><version>1.0</version><status>affected</status></version></versions></target></affects></vulnerability></vulnerabilities>
        """;

    /// <summary>A valid document of a version.</summary>
    public static string Of(string version)
    {
        var isNew = version is not ("1.0" or "1.1");
        var component = version == "1.0"
            ? """<component type="library"><name>lib</name><version>1.0</version><licenses><license><name>Own</name></license></licenses><cpe>cpe:/a:acme:lib:1.0</cpe><modified>true</modified></component>"""
            : Component;
        var serial = version == "1.0" ? "" : """ serialNumber="urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79" """;
        return $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- a comment -->
            <bom xmlns="http://cyclonedx.org/schema/bom/{version}" {serial} version="1" xmlns:x="urn:x" x:y="z">
            {(isNew ? Metadata : "")}<components>{component}</components>
            {(isNew ? """<services><service bom-ref="s"><name>S</name><endpoints><endpoint>https://s</endpoint></endpoints><authenticated>true</authenticated></service></services>""" : "")}
            {(isNew ? """<externalReferences><reference type="vcs"><url>https://vcs</url><comment>c</comment></reference></externalReferences><dependencies><dependency ref="a"><dependency ref="b"/></dependency></dependencies>""" : "")}
            {(version is "1.2" or "1.0" or "1.1" ? "" : """<compositions><composition><aggregate>complete</aggregate><assemblies><assembly ref="a"/></assemblies></composition></compositions>""")}
            {(isNew && version is not ("1.2" or "1.3") ? Vulnerabilities : "")}
            </bom>
            """;
    }
}
