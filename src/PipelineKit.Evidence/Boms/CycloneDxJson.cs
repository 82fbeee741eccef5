namespace PipelineKit.Evidence;

/// <summary>
/// Reads CycloneDX JSON, 1.2 to 1.7. Components, dependencies and vulnerabilities are read one by one. It asks for less than the schema: what is there must have the right type, what is missing is missing
/// (<see cref="BomValidator"/> says whether a document is valid).
/// </summary>
internal static class CycloneDxJson
{
    private static readonly MemberTable Members = new("bomFormat", "specVersion", "serialNumber", "version", "metadata", "components", "dependencies", "compositions", "vulnerabilities");

    /// <summary>Reads a document; see <see cref="EvidenceParts"/>.</summary>
    internal static EvidenceParts Read(JsonInput input)
    {
        var (tape, seen, version) = (new JsonTape(), 0UL, "");
        var document = new CycloneDxDocument(input);
        if (!input.EnterObject())
        {
            throw input.Refuse(EvidenceProblem.Damaged, "is null");
        }

        for (var member = input.NextMember(Members, ref seen); member != JsonRead.End; member = input.NextMember(Members, ref seen))
        {
            switch (member)
            {
                case 0:
                    input.Read(Take(v => Expect(v.Text(input.Texts) == "CycloneDX", v, "is not `CycloneDX`")));
                    break;
                case 1:
                    input.Read(Take(v => Expect((version = v.Text(input.Texts) ?? "") is "1.2" or "1.3" or "1.4" or "1.5" or "1.6" or "1.7", v, "is no version of CycloneDX JSON that is read; those are 1.2 to 1.7")));
                    break;
                case 2:
                    input.Read(Take(v => document.Serial = v.Text(input.Texts) ?? ""));
                    break;
                case 3:
                    input.Skip();
                    break;
                case 4:
                    input.Read(Take(document.ReadMetadata));
                    break;
                case 5:
                    input.ReadEach(Take(document.ReadComponent));
                    break;
                case 6:
                    input.ReadEach(Take(document.ReadDependency));
                    break;
                case 7:
                    input.ReadEach(Take(document.ReadComposition));
                    break;
                default:
                    input.ReadEach(Take(document.ReadVulnerability));
                    break;
            }
        }

        return version.Length > 0 ? document.Finish(version) : throw new EvidenceException(EvidenceProblem.Damaged, input.Name, "has no specVersion");

        JsonValueReader Take(Action<JsonView> read) => (ref JsonScan reader) =>
        {
            tape.Take(ref reader, input.Offset);
            read(JsonView.Of(tape));
        };
    }

    private static void Expect(bool holds, JsonView value, string otherwise)
    {
        if (!holds)
        {
            throw value.Exists ? value.Wrong(otherwise) : value.Wrong("is null");
        }
    }
}
