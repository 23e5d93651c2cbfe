use super::uses_tests::place;
use super::{Between, Expected, Place};

#[test]
fn core_calls_by_name() {
    let called = Expected::Called("connect".into());
    let fits = |text: &str, between| place(text).fits_core(&called, between);
    for text in ["a.@connect(1)", "@connect(1)", "a.connect.@call(b)", "a.connect.@apply(b)"] {
        assert!(fits(text, Between::Nothing), "{text}");
    }
    for text in ["JSON.@stringify(x)", "a.other.@call(b)", "a.@connection(1)", "x.@connect", "x.connect @= 1"]
    {
        assert!(!fits(text, Between::Nothing), "{text}");
    }
    assert!(fits("http.@get(x)", Between::Node));
    assert!(!fits("x.@member", Between::Node));
    assert!(!fits("JSON.@stringify(x)", Between::Node));
    assert!(!fits("util.@inspect(x)", Between::Looking));
    let own = Place { is_installed: false, ..place("JSON.@stringify(x)") };
    assert!(own.fits_core(&called, Between::Nothing));
}

#[test]
fn core_enters_node_by_names_that_no_value_has() {
    let called = Expected::Called("open".into());
    let fits = |text: &str| place(text).fits_core(&called, Between::Node);
    for text in [
        "@new net.Socket(1)",
        "@new Server(1)",
        "net.@connect(1)",
        "https.@request(1)",
        "transport.@get(1)",
        "net.@connect(1)",
        "net.connect.@apply(net, list)",
        "this.@_deferToConnect(1)",
        "child_process.@spawn(1)",
        "child_process.@exec(1)",
        "dns.@resolve(1)",
        "sock.@bind(1)",
        "@fn(1)",
        "process.@stdin",
        "console.@log(1)",
    ] {
        assert!(fits(text), "{text}");
    }
    for text in [
        "@new value.constructor(+value)",
        "@new Ctor(+value)",
        "array.@constructor(length)",
        "toString.@call(value)",
        "hasOwnProperty.@call(value, key)",
        "value.@call(this.view)",
        "Promise.@resolve(value)",
        "Reflect.@get(value, key)",
        "re.@exec(value)",
        "value.@map(each)",
        "value.@then(done)",
        "res.@send(value)",
        "res.@end(value)",
        "x.@member",
        "@String(x)",
    ] {
        assert!(!fits(text), "{text}");
    }
    let send = Expected::Called("send".into());
    assert!(place("sock.@send(x)").fits_core(&send, Between::Nothing));
    assert!(!place("res.status(x).@send(y)").fits_core(&send, Between::Nothing));
}

#[test]
fn node_calls_by_name_what_it_means() {
    let fits = |name: &str, text: &str| place(text).is_node_calling(&Expected::Called(name.into()));
    for text in [
        "socket.@connect(options)",
        "@ReflectApply(socket.connect, socket, args)",
        "@ReflectApply(original, this, args)",
        "@fn(x)",
        "this._handle[name]@(x)",
    ] {
        assert!(fits("connect", text), "{text}");
    }
    for text in [
        "stream.@_write(chunk)",
        "this.@_read(n)",
        "options.@lookup(x)",
        "iterable[SymbolAsyncIterator]@(x)",
        "options.@signal",
        "const { @size } = options",
        "O@[key]",
        "@String(value)",
        "@ObjectKeys(value)",
    ] {
        assert!(!fits("connect", text), "{text}");
    }
    assert!(!place("options.@signal").is_node_calling(&Expected::Handed("Function".into())));
    let agent = |text: &str| place(text).is_node_calling(&Expected::Made("Agent".into()));
    assert!(agent("this.agent = @new defaultAgent.constructor()"));
    let making = |expected| place("@new defaultAgent.constructor()").is_making_agent(&expected);
    assert!(making(Expected::Made("Agent".into())));
    assert!(!making(Expected::Made("Socket".into())) && !making(Expected::Somehow));
    assert!(!agent("@new value.constructor()"));
    let made = |text: &str| place(text).is_node_calling(&Expected::Made("ClientRequest".into()));
    assert!(made("@new ClientRequest(url)"));
    assert!(!made("@new this.constructor(url)"));
}

#[test]
fn what_stands_between_goes_on_by_calls() {
    for text in [
        "@ReflectApply(original, self, args)",
        "@ReflectConstruct(Original, args)",
        "@FunctionPrototypeCall(fn, self)",
        "net.@createConnection(options)",
        "this.@#dispatch(options)",
        "list[0]@(x)",
        "@new Socket(options)",
        "@new Promise((resolve) => {})",
        "@super(options)",
        "@class A extends B {}",
        "native.@caller(1)",
    ] {
        assert!(place(text).is_going_on(), "{text}");
    }
    for text in [
        "options.@signal",
        "O@[key]",
        "@ReflectGet(init, key)",
        "@ReflectOwnKeys(given)",
        "Reflect.@ownKeys(O)",
        "Object.@keys(O)",
        "@ArrayFrom(value)",
        "@String(V)",
        "@new SafeSet(value)",
        "@new Uint8Array(value)",
        "value.@toString()",
        "x.y @= 1",
    ] {
        assert!(!place(text).is_going_on(), "{text}");
    }
    for text in
        ["@ReflectSet(real, key, value)", "@ObjectDefineProperty(real, key, to)", "x.y @= 1", "@fn(x)"]
    {
        assert!(place(text).is_setting(), "{text}");
    }
    assert!(!place("@ReflectOwnKeys(given)").is_setting());
}

#[test]
fn packages_call_by_many_names() {
    let called = Expected::Called("listen".into());
    let fits = |text: &str, between| place(text).fits_package(&called, between);
    for text in [
        "a.@listen(1)",
        "a.@_listen(1)",
        "a.@originalListen(1)",
        "@e(1)",
        "a@(1)",
        "original.@apply(this, a)",
        "@super(1)",
        "Reflect.@apply(f)",
    ] {
        assert!(fits(text, Between::Nothing), "{text}");
        assert!(fits(text, Between::Node), "{text}");
        assert!(!fits(text, Between::Language), "{text}");
        assert!(!fits(text, Between::Looking), "{text}");
    }
    for text in [
        "a.@trim()",
        "a.@listeners(1)",
        "a.@removeListener(1)",
        "@String(a)",
        "a.@b",
        "a @+ b",
        "@a)",
        "f@`x`",
        "@new a.B()",
        "for (const x of @y) z",
        "a @in b",
    ] {
        assert!(!fits(text, Between::Nothing), "{text}");
    }
    for text in [
        "JSON.@stringify(a)",
        "@String(a)",
        "a.@b",
        "a.@join()",
        "@new a.constructor(+a)",
        "a.@constructor(1)",
    ] {
        assert!(!fits(text, Between::Node), "{text}");
    }
    assert!(fits("@new this.constructor(a)", Between::Node));
    // Methods of the language look at what they are called on.
    for text in [
        "objectToString.@call(a)",
        "hasOwnProperty.@call(a, b)",
        "Array.prototype.slice.@call(a)",
        "isPrototypeOf.@call(b, a)",
    ] {
        assert!(!fits(text, Between::Nothing), "{text}");
        assert!(!fits(text, Between::Node), "{text}");
    }
}

#[test]
fn scripts_of_node_call_by_name() {
    let fits = |name: &str, text: &str| place(text).fits_node(&Expected::ByName(name.into()));
    assert!(fits("open", "this._handle.@open(fd)"));
    assert!(fits("export", "key[kHandle].export@(a)"));
    assert!(!fits("open", "@ReflectApply(this._handle[name], this._handle, args)"));
    assert!(fits("postMessage", "@FunctionPrototypeCall(MessagePortPrototype.postMessage, this, a)"));
    assert!(!fits("open", "@FunctionPrototypeCall(MessagePortPrototype.postMessage, this, a)"));
    assert!(!fits("export", "key.export?.@(a)"));
    assert!(!fits("open", "@listener(a)"));
    assert!(!fits("open", "this.@open"));
    assert!(fits("ReadableState", "@new Readable.ReadableState(options)"));
    assert!(!fits("ReadableState", "@new options.constructor(options)"));
}

#[test]
fn who_adds_a_listener_calls_by_that_name() {
    let fits = |wanted: &str, text: &str| {
        place(text).fits_package(&Expected::Called(wanted.into()), Between::Nothing)
    };
    assert!(fits("prependListener", "server.@prependListener('request', f)"));
    assert!(fits("on", "server.@on('request', f)"));
    assert!(!fits("listen", "server.@prependListener('request', f)"));
}

#[test]
fn functions_under_many_names_are_called_somehow() {
    let fits = |text: &str, between| {
        let (place, somehow) = (place(text), Expected::Somehow);
        assert_eq!(place.fits_core(&somehow, between), place.fits_package(&somehow, between), "{text}");
        place.fits_core(&somehow, between)
    };
    for text in [
        "fs.@readFile(x)",
        "@fs$readFile(x)",
        "list[0]@(x)",
        "original.@apply(fs, list)",
        "store.@load(x)",
        "@require(x)",
        "@import(x)",
        "@new Storage(x)",
    ] {
        assert!(fits(text, Between::Nothing), "{text}");
        assert!(!fits(text, Between::Looking), "{text}");
    }
    assert!(fits("list.@map(fs.existsSync)", Between::Language));
    for text in [
        "value.@member",
        "value@[key]",
        "value.@trim()",
        "value.@map(each)",
        "JSON.@stringify(value)",
        "@String(value)",
        "x @+ value",
        "Array.@from(value)",
        "@new Set(value)",
        "objectToString.@call(value)",
        "({ @...value })",
        "value.@then(done)",
    ] {
        assert!(!fits(text, Between::Nothing), "{text}");
    }
}
