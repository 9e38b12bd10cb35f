using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Cases.Content;

/// <summary>Uploaded photos become part of a case once, and only by the one who uploaded them.</summary>
public static class Attachments
{
    /// <summary>Of one person in one case, with everything that was added later.</summary>
    public const int MostOfCase = 27;

    /// <summary>SHA-256 of each, in the order given; refused when one is unknown, foreign or used already.</summary>
    public static async Task<Result<IReadOnlyList<string>>> HashesAsync(WriteScope scope, string ownerId, IReadOnlyList<string> ids)
    {
        if (ids.Count == 0)
            return Result.Of<IReadOnlyList<string>>([]);

        var rows = await scope.ListAsync<Row>(
            "select id, sha256 from attachments where id in @ids and owner_id = @ownerId and case_id is null", new { ids, ownerId });
        var byId = rows.ToDictionary(row => row.Id, row => row.Sha256, StringComparer.Ordinal);
        return ids.All(byId.ContainsKey) ? Result.Of<IReadOnlyList<string>>([.. ids.Select(id => byId[id])]) : Unknown;
    }

    /// <returns>Null when all were claimed.</returns>
    public static async Task<Refusal?> ClaimAsync(WriteScope scope, string caseId, string ownerId, IReadOnlyList<string> ids)
    {
        for (var position = 0; position < ids.Count; position++)
        {
            var claimed = await scope.ExecuteAsync(Claim, new { caseId, position, Id = ids[position], ownerId });
            if (claimed == 0)
                return Unknown;
        }

        return ids.Count > 0 && await scope.FirstOrDefaultAsync<int>("select count(*) from attachments where case_id = @caseId and owner_id = @ownerId", new { caseId, ownerId }) > MostOfCase
            ? Refusal.OfField("attachmentIds", ErrorTexts.Field("field_photos_case", MostOfCase))
            : null;
    }

    private static Refusal Unknown => Refusal.OfField("attachmentIds", "field_attachment_unknown");

    private const string Claim = """
        update attachments set case_id = @caseId, position = @position where id = @Id and owner_id = @ownerId and case_id is null
        """;

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string Sha256 { get; init; } = "";
    }
}
