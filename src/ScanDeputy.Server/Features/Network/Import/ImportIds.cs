using System.Security.Cryptography;
using System.Text;

namespace ScanDeputy.Server.Features.Network.Import;

/// <summary>
/// The rows' own ids, made from the files' ids: always the same for the same jurisdiction and name, so that a second import finds what
/// the first wrote, and never those of another jurisdiction.
/// </summary>
internal static class ImportIds
{
    public static string Station(string jurisdiction, string id) => Of(jurisdiction, "station", id);

    public static string Deputy(string jurisdiction, string id) => Of(jurisdiction, "deputy", id);

    public static string Agency(string jurisdiction, string id) => Of(jurisdiction, "agency", id);

    private static string Of(string jurisdiction, string kind, string id) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{jurisdiction}/{kind}/{id}")))[..32];
}
