using System.Globalization;
using System.Resources;

namespace ScanDeputy.Server.Platform.Texts;

/// <summary>Chinese texts of one area, kept in one resource file beside their class. A missing text is a fault that a test finds, not an empty string.</summary>
/// <param name="area">A type in the folder of the resource file.</param>
/// <param name="name">The file's name without its ending.</param>
public sealed class TextResource(Type area, string name)
{
    private readonly ResourceManager _resources = new($"{area.Namespace}.{name}", area.Assembly);

    /// <exception cref="MissingManifestResourceException">No such text.</exception>
    public string this[string key] => Find(key) ?? throw new MissingManifestResourceException($"Text '{key}' is missing in {name}.resx.");

    public string? Find(string key) => _resources.GetString(key, CultureInfo.InvariantCulture);

    public string Format(string key, params object?[] values) => string.Format(CultureInfo.InvariantCulture, this[key], values);
}
