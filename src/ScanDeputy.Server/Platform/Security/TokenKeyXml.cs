using System.Xml.Linq;

namespace ScanDeputy.Server.Platform.Security;

/// <summary>Where the encrypted value stands in a stored token key; a revocation has none.</summary>
internal static class TokenKeyXml
{
    public static IEnumerable<string> Secrets(string xml) => Elements(XElement.Parse(xml)).Select(element => element.Value);

    /// <summary>The same key with its secrets changed.</summary>
    public static string Change(string xml, Func<string, string> change)
    {
        var key = XElement.Parse(xml);
        foreach (var secret in Elements(key).ToList())
            secret.Value = change(secret.Value);
        return key.ToString(SaveOptions.DisableFormatting);
    }

    private static IEnumerable<XElement> Elements(XElement key) =>
        key.Descendants().Where(element => element.Name.LocalName == "encryptedSecret").Elements();
}
