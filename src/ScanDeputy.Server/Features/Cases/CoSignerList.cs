using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Cases;

/// <summary>The deputies whom somebody names to sign an own suggestion: of the same jurisdiction, and in office.</summary>
internal static class CoSignerList
{
    public const string Field = "coSignerIds";

    /// <returns>Null when each of them is one.</returns>
    public static async Task<Refusal?> CheckAsync(WriteScope scope, string jurisdiction, IReadOnlyList<string> ids)
    {
        if (ids.Count == 0)
            return null;

        var known = await scope.ListAsync<string>("select id from deputies where id in @ids and jurisdiction = @jurisdiction and active = 1", new { ids, jurisdiction });
        return ids.All(known.Contains) ? null : Refusal.OfField(Field, "field_co_signer_unknown");
    }
}
