namespace ScanDeputy.Tests.Harness;

/// <summary>Small real pictures that carry a place and a camera.</summary>
public static class Photos
{
    public static byte[] Jpeg() => Read("gps.jpg");

    public static byte[] Png() => Read("gps.png");

    private static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Platform", "Images", "Fixtures", name));
}
