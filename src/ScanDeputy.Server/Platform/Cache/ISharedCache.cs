namespace ScanDeputy.Server.Platform.Cache;

/// <summary>One kind of things to keep: a name among the keys, and how long a copy may be used at the most.</summary>
public sealed record CacheKind(string Name, TimeSpan Life);

/// <summary>Copies of what the database says. What is forgotten here is used by no node any more.</summary>
public interface ISharedCache
{
    /// <summary>The copy, or what the load gives; null is not kept.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="name">What is forgotten together, e.g. a station's code.</param>
    /// <param name="part">Which copy of it, e.g. of which day.</param>
    /// <param name="load">Reads the database.</param>
    Task<T?> GetAsync<T>(CacheKind kind, string name, string part, Func<Task<T?>> load)
        where T : class;

    /// <summary>To be called after the change is committed.</summary>
    Task ForgetAsync(CacheKind kind, IReadOnlyCollection<string> names);
}
