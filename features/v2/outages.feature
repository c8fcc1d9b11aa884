# language: zh-CN
@v2 @sms
功能: 服务方出错
  依据: identity_service/geg8ga

  @V2-OUTAGE-01 @person
  场景: 认证服务出错，发起、校验、查询、比对都得不到结果，恢复后继续
    依据: identity_service/geg8ga 30500000
    假如 一个未实名的人
    而且 调用方为他发起了运营商三要素核身
    而且 规则service_answers改为false
    当 调用方提交他收到的验证码
    那么 错误码是30500000
    而且 错误信息包含"操作出错,请联系服务人员处理"
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 错误码是30500000
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/outline"
    那么 错误码是30500000
    当 调用方为他发起运营商三要素核身
    那么 错误码是30500000
    当 调用方为他发起页面核身
    那么 错误码是30500000
    当 调用方为他比对个人二要素
    那么 错误码是30500000
    假如 规则service_answers改为true
    当 调用方提交他收到的验证码
    那么 调用成功

  @V2-OUTAGE-02 @organization
  场景: 查询账号信息失败，只有带账号的调用失败
    依据: identity_service/geg8ga 30500157
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为他创建了账号
    而且 调用方为他的账号发起了运营商三要素实名
    而且 调用方提交了他收到的验证码
    而且 调用方为企业创建了账号
    而且 规则account_lookup_answers改为false
    当 调用方为他的账号发起运营商三要素实名
    那么 错误码是30500157
    而且 错误信息包含"查询用户基本信息失败"
    当 调用方为企业的账号发起企业三要素实名
    那么 错误码是30500157
    当 调用方为他的账号发起页面实名
    那么 错误码是30500157
    当 调用方为他发起运营商三要素核身
    那么 调用成功
    假如 规则account_lookup_answers改为true
    当 调用方为企业的账号发起企业三要素实名
    那么 调用成功

  @V2-OUTAGE-03 @organization
  场景: 法定代表人签署流程创建失败，恢复后可再次发起
    依据: identity_service/dyyohd 1203020、30503107
    假如 一个未实名的人
    而且 另有一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业发起了企业四要素核身
    而且 规则sign_service_answers改为false
    当 调用方以POST请求"/v2/identity/auth/api/organization/{核身流程}/legalRepSign"
      | agentName | "{别人.姓名}"   |
      | agentIdNo | "{别人.证件号}" |
      | mobileNo  | "{手机号}"      |
    那么 错误码是1203020
    而且 错误信息包含"创建法定代表人签署流程失败"
    而且 他收到了0条签署短信
    假如 规则sign_service_answers改为true
    而且 规则order_balance_left改为false
    当 调用方以POST请求"/v2/identity/auth/api/organization/{核身流程}/legalRepSign"
      | agentName | "{别人.姓名}"   |
      | agentIdNo | "{别人.证件号}" |
      | mobileNo  | "{手机号}"      |
    那么 错误码是30503107
    假如 规则order_balance_left改为true
    当 调用方以POST请求"/v2/identity/auth/api/organization/{核身流程}/legalRepSign"
      | agentName | "{别人.姓名}"   |
      | agentIdNo | "{别人.证件号}" |
      | mobileNo  | "{手机号}"      |
    那么 调用成功
    而且 他收到了1条签署短信

  @V2-OUTAGE-04 @organization
  场景大纲: 数据源不可用，或订单余额不足，信息比对不到的调用不成功：<规则>
    依据: identity_service/tvpxgn1qmwnw0t4v 30504002, identity_service/geg8ga 30503107
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 规则<规则>改为false
    当 调用方为他发起运营商三要素核身
    那么 错误码是<错误码>
    当 调用方为他发起银行卡四要素核身
    那么 错误码是<错误码>
    当 调用方为他发起刷脸核身
    那么 错误码是<错误码>
    当 调用方为企业发起企业三要素核身
    那么 错误码是<错误码>
    当 调用方为企业发起企业四要素核身
    那么 错误码是<错误码>
    假如 规则<规则>改为true
    当 调用方为企业发起企业四要素核身
    那么 调用成功

    例子:
      | 规则                | 错误码   |
      | data_source_answers | 30504002 |
      | order_balance_left  | 30503107 |
