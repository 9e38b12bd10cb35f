using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.People;

/// <summary>Two accounts of one person become one: each slice moves what is its own, in the caller's transaction.</summary>
public interface IAccountJoin
{
    /// <param name="from">The account that is closed.</param>
    /// <param name="to">The account that goes on.</param>
    Task JoinAsync(WriteScope scope, string from, string to);
}
