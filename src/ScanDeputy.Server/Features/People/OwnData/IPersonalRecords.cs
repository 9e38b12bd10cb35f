using System.Data.Common;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.People.OwnData;

/// <summary>A file of an export, read when it is its turn.</summary>
public sealed record OwnFile(string Name, Func<DbConnection, Task<byte[]>> ReadAsync);

/// <summary>What one slice keeps of a person: each gives and erases what is its own (个人信息保护法, articles 45 and 47).</summary>
public interface IPersonalRecords
{
    /// <summary>Its part of the export; null for a slice that only has files.</summary>
    string? Section { get; }

    Task<object?> ExportAsync(DbConnection connection, CurrentUser user);

    Task<IReadOnlyList<OwnFile>> FilesAsync(DbConnection connection, CurrentUser user) => Task.FromResult<IReadOnlyList<OwnFile>>([]);

    /// <summary>In one transaction with all others. What the law has kept (a report and what was done about it) stays, without whoever it leads to.</summary>
    Task EraseAsync(WriteScope scope, string userId);

    /// <summary>The same of one case, when the retention of its category is over; in one transaction with all others.</summary>
    Task EraseOfCaseAsync(WriteScope scope, string caseId) => Task.CompletedTask;
}
