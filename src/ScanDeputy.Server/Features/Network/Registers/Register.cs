using System.Data.Common;
using System.Text.Json;
using Dapper;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Network.Registers;

/// <summary>
/// A kind of master data that a jurisdiction's administrators keep. Its rules are the import's: a change by hand is read, checked and written as if it were one
/// row of its file.
/// </summary>
/// <typeparam name="TItem">A row as it is shown.</typeparam>
/// <typeparam name="TFields">What may be said of a row.</typeparam>
public abstract class Register<TItem, TFields>
    where TItem : class, IRegisterItem
{
    /// <summary>In addresses, e.g. <c>agency-rules</c>.</summary>
    public abstract string Name { get; }

    /// <summary>In names of operations, e.g. <c>AgencyRule</c>.</summary>
    public abstract string OperationName { get; }

    /// <summary>In names of operations on many rows.</summary>
    public virtual string RowsName => $"{OperationName}Register";

    /// <summary>What is said of a new row that is there already.</summary>
    public virtual string TakenText => "taken";

    public abstract SheetDefinition Sheet { get; }

    public string Table => Sheet.Name;

    /// <summary>The columns that are the row's key in the database, and their values in an id.</summary>
    public abstract IReadOnlyList<string> Keys { get; }

    /// <summary>Begins a number that is given to a row without one; null where people must choose.</summary>
    public virtual string? NumberPrefix => null;

    /// <summary>Whether rows are taken out of use and back; the others are deleted or stay.</summary>
    public virtual bool Closes => true;

    /// <summary>Whether the list can be narrowed to a group.</summary>
    public virtual bool HasGroups => false;

    /// <summary>Rows of a jurisdiction, in the order of the list.</summary>
    protected abstract string Select { get; }

    public abstract IReadOnlyDictionary<string, string?> Columns(TFields fields);

    /// <summary>The rows in an order that a query cannot give.</summary>
    protected virtual IReadOnlyList<TItem> Ordered(IReadOnlyList<TItem> items) => items;

    /// <summary>The values of <see cref="Keys"/> in an id.</summary>
    public virtual IReadOnlyList<string> KeysOf(string id) => [id];

    /// <summary>The field of the API in which a column is said.</summary>
    public virtual string FieldOf(string column) => column == "id" ? "number" : JsonNamingPolicy.CamelCase.ConvertName(string.Concat(column.Split('_').Select(Capital)));

    /// <summary>Reads what of a row is encrypted.</summary>
    public virtual TItem Open(TItem item, PersonalData crypto) => item;

    /// <summary>Whether an opened row shows somebody's own number, which the audit trail tells of.</summary>
    public virtual bool HasContact(TItem item) => false;

    /// <summary>Whether a column is what other rows refer to, or a part of the key: it is said once and never changed.</summary>
    public bool IsFixed(string column) => column is "id" or "code" || (Keys.Count > 1 && column is ("district" or "category" or "valid_from"));

    /// <summary>Why a row cannot be taken out of use now; null when it can.</summary>
    public virtual Task<string?> MayNotCloseAsync(WriteScope scope, TItem item) => Task.FromResult<string?>(null);

    public async Task<IReadOnlyList<TItem>> ListAsync(DbConnection connection, string jurisdiction, DbTransaction? transaction = null) =>
        Ordered((await connection.QueryAsync<TItem>(Select, new { Jurisdiction = jurisdiction, Inside = $"{jurisdiction}%" }, transaction)).AsList());

    public async Task<TItem?> FindAsync(DbConnection connection, string id, string jurisdiction, DbTransaction? transaction = null) =>
        (await ListAsync(connection, jurisdiction, transaction)).FirstOrDefault(item => item.Id == id);

    private static string Capital(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];
}
